"""Puts the program DEMARC_PROGRAM into the wheel, whose tag DEMARC_TAG names its platform."""

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Program(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_data["force_include"][os.environ["DEMARC_PROGRAM"]] = "demarc/bin/demarc"
        build_data["tag"] = os.environ["DEMARC_TAG"]
        build_data["pure_python"] = False

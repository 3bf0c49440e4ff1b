"""The wheels of all platforms: pip takes each for its platform and for no other, the program
in it is of that system and processor by its header, and may be executed."""

import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

import judge

# What the programs begin with: of ELF the class, the order of bytes and e_machine, of Mach-O
# the magic number and the type of processor.
PLATFORMS = {
    "manylinux2014_x86_64": ("linux", 62),
    "manylinux2014_aarch64": ("linux", 183),
    "macosx_12_0_x86_64": ("darwin", 0x01000007),
    "macosx_12_0_arm64": ("darwin", 0x0100000C),
}


def header(program):
    """Returns the system and the processor of a program of 64 bits, least byte first."""
    if program[:6] == b"\x7fELF\x02\x01":
        return "linux", struct.unpack_from("<H", program, 18)[0]
    magic, processor = struct.unpack_from("<II", program)
    return "darwin" if magic == 0xFEEDFACF else hex(magic), processor


def interpreted(program):
    """Tells whether a program of ELF wants a loader, which a static one does not."""
    first, = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    return any(struct.unpack_from("<I", program, first + i * size)[0] == 3 for i in range(count))


def taken(wheel, platform):
    """Tells whether pip installs a wheel on a platform."""
    with tempfile.TemporaryDirectory() as target:
        return subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--only-binary=:all:", "--platform", platform,
                               "--target", target, str(wheel)], capture_output=True).returncode == 0


ok = True
with tempfile.TemporaryDirectory() as place:
    built = subprocess.run([".ci/wheel", place], capture_output=True, text=True)
    if built.returncode != 0:
        judge.missing("the wheels", built.stderr)
    wheels = sorted(pathlib.Path(place).glob("*.whl"))
    ok &= len(wheels) == len(PLATFORMS)
    for wheel in wheels:
        platforms = [p for p in PLATFORMS if taken(wheel, p)]
        with zipfile.ZipFile(wheel) as archive:
            program, mode = archive.read("demarc/bin/demarc"), archive.getinfo("demarc/bin/demarc").external_attr >> 16
        system, processor = header(program)
        static = system == "linux" and not interpreted(program)
        right = [PLATFORMS[p] for p in platforms] == [(system, processor)] and mode & 0o111 == 0o111 and static == (system == "linux")
        ok &= right
        print(f"- for {', '.join(platforms)}: a program for {system}, processor {processor}{', static' if static else ''}: {'right' if right else 'WRONG'}, {wheel.stat().st_size / 1e6:.1f} MB")
judge.verdict(ok)

"""Which region a point lies in, who controlled it on a day, and according to whom.

:func:`locate` answers for tables, :func:`open` has periods, zones and differences as geopandas, and
:mod:`demarc.spark` locates tables of Spark. All is answered by the program demarc, which is in this
package, on this machine.
"""

from ._dataset import Dataset, open
from ._program import Error, output, program
from ._tables import locate

__all__ = ["Dataset", "Error", "locate", "open", "program", "version"]


def version() -> str:
    """Returns the version of the program, as ``demarc version`` says it."""
    return output("version").decode().split()[1]

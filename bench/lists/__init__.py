"""Lists of children as institutions send them, made up with a seed: any container, layout and dirt, and the truth
behind each row. Wordings, spellings and faults here are the generator's own, written without the importer's data.

`make_list(folder, seed)` writes one file and returns its truth; `make_long` writes one of very many rows."""

from bench.lists.children import TODAY, Child, Made
from bench.lists.sheets import make_list, make_long

__all__ = ["TODAY", "Child", "Made", "make_list", "make_long"]

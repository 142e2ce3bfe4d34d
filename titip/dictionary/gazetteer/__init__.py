"""The gazetteer: places of the region in their hierarchy, found by any script and spelling. Pure: a file in, a file out.

``shipped()`` gives the places that come with Titip; ``read_list`` those of an organisation's own CSV; ``build`` writes both into an index, a file of
its own that can be made again at any time; ``Index`` finds in it.
"""

from titip.dictionary.gazetteer.index import Index, build
from titip.dictionary.gazetteer.lists import Listed, ListProblem, read_list
from titip.dictionary.gazetteer.shipped import shipped, shipped_version

__all__ = ["Index", "ListProblem", "Listed", "build", "read_list", "shipped", "shipped_version"]

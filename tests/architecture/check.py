#!/usr/bin/env python3
"""Holds the tree to the rules of ARCHITECTURE.md, and prints its rooms: their sizes and who knows whom.

Usage: check.py [CMAKE] ROOT   (with CMAKE, what links what is checked as well)
Prints one line for each fault, and exits with 1 when there is one.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import names
import own_includes
import rules
import sizes
import tables
import tree


def link_graph(cmake, root):
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / 'graph.dot'
        subprocess.run([cmake, '-S', root, '-B', folder, '-G', 'Ninja', '-DBIROYNA_TESTS=OFF',
                        '-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON', f'--graphviz={graph}'], check=True, capture_output=True)
        return graph.read_text(encoding='utf-8')


def faults(root):
    src = tree.read(root / 'src')
    both = {f'src/{path}': file for path, file in src.items()}
    both |= {f'tests/{path}': file for path, file in tree.read(root / 'tests').items()}
    yield from rules.check_includes(src)
    yield from rules.check_http(src)
    yield from rules.check_rooms(src)
    yield from tables.check_sql(src, tables.owners(root / 'src'))
    yield from sizes.check_sizes(src)
    yield from names.check_names(both)
    yield from own_includes.check_own_includes(both)


def main(arguments):
    *cmake, root = arguments
    print(sizes.table(tree.read(Path(root) / 'src')), '\n')
    found = list(faults(Path(root)))
    if cmake:
        found += rules.check_links(link_graph(cmake[0], root))
    print('\n'.join(found) or 'Nothing breaks the rules.')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

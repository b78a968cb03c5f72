#!/usr/bin/env python3
"""Holds the tree to the rules of ARCHITECTURE.md, and prints its rooms: their sizes and who knows whom.

Usage: check.py [CMAKE] ROOT   (with CMAKE, what links what is checked as well)
Prints one line for each fault that known.txt does not have, and exits with 1 when there is one.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import names
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


def kind_of(fault):
    """What stays the same of a fault while the tree around it changes: no numbers, no list of who else."""
    fault = re.sub(r'^\S+( and \d+ more)?: (?=\w+ was given up)', '', fault)
    return re.sub(r'\d+', 'n', re.split(r' \(and through|: features/', fault)[0])


def against_known(found, known):
    """Faults that are not known yet, and known ones that are mended: their line is to be taken out of known.txt."""
    kinds = {kind_of(fault) for fault in found}
    yield from (fault for fault in found if kind_of(fault) not in known)
    yield from (f'tests/architecture/known.txt: "{fault}" is mended, take it out' for fault in known if fault not in kinds)


def main(arguments):
    *cmake, root = arguments
    print(sizes.table(tree.read(Path(root) / 'src')), '\n')
    found = list(faults(Path(root)))
    if cmake:
        found += rules.check_links(link_graph(cmake[0], root))
    known = (Path(root) / 'tests/architecture/known.txt').read_text(encoding='utf-8').splitlines()
    known = [line for line in known if line and not line.startswith('#')]
    print(f'{len(known)} known faults are still to be corrected: tests/architecture/known.txt')
    found = list(against_known(found, known))
    print('\n'.join(found) or 'Nothing else breaks the rules.')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

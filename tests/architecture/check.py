#!/usr/bin/env python3
"""Asks CMake for the graph of what links what, and holds it and the includes to the rules.

Usage: check.py CMAKE ROOT
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import rules

cmake, root = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    graph = Path(folder) / 'graph.dot'
    subprocess.run([cmake, '-S', root, '-B', folder, '-G', 'Ninja', '-DBIROYNA_TESTS=OFF', f'--graphviz={graph}'], check=True,
                   capture_output=True)
    sys.exit(rules.main([root, str(graph)]))

#!/usr/bin/env python3
"""Holds the texts to the code and to one another: no key without a text, no text without a use, no broken text.

Usage: check.py ROOT
"""
import sys
from pathlib import Path

import keys
import po
import texts


def main(root):
    catalogues = po.read_all(Path(root) / 'locales')
    lines = [f'locales/{language}.po: "{key}" {what}' for language, key, what in texts.check(catalogues)]
    lines += keys.check(root, set(catalogues['en'].messages))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))

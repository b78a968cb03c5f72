#!/usr/bin/env python3
"""Holds the texts to the code, to one another and to the glossary: no key without a text, no text without a use, no broken text, no
word that docs/translators.md gave up; the same for the texts of the centre's catalogue.

Usage: check.py ROOT
"""
import sys
from pathlib import Path

import buttons
import catalogue
import columns
import glossary
import keys
import po
import texts
import wording

GLOSSARY = 'docs/translators.md'


def main(root):
    root = Path(root)
    catalogues = po.read_all(root / 'locales')
    centre = list(catalogue.texts(root / 'catalogue'))
    document = (root / GLOSSARY).read_text(encoding='utf-8')
    words = list(glossary.forbidden(document))
    lines = [f'locales/{language}.po: "{key}" {what}' for language, key, what in
             [*texts.check(catalogues), *wording.of_locales(catalogues, words, buttons.of(root))]]
    lines += [f'{key} ({language}): {what}' for language, key, what in wording.of_catalogue(centre, words)]
    lines += [f'{GLOSSARY}: {what}' for what in wording.of_glossary(document, everything(catalogues, centre))]
    lines += keys.check(root, set(catalogues['en'].messages))
    lines += columns.check(root, catalogues)
    for line in lines:
        print(line)
    return 1 if lines else 0


def everything(catalogues, centre):
    """All texts of a language as one, by language."""
    return {language: '\n'.join([text for message in each.messages.values() for text in message.texts] + [texts[language] for _, texts in centre])
            for language, each in catalogues.items()}


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))

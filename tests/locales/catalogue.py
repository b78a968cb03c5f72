"""The texts of the centre's catalogue, each under a key that says where it stands: catalogue/fields/child.hint."""
from pathlib import Path

import yaml

LANGUAGES = ('uz-Latn', 'uz-Cyrl', 'ru', 'en')
SEARCHED = ('keywords',)  # what people type, right or wrong: no text to read


def texts(folder):
    """(key, {language: text}) of each text that a person reads."""
    for file in sorted(Path(folder).rglob('*.yaml')):
        name = 'catalogue/' + str(file.relative_to(folder).with_suffix(''))
        yield from found(yaml.safe_load(file.read_text(encoding='utf-8')), name)


def found(node, key):
    if isinstance(node, list):
        for one in node:
            yield from found(one, key)
    elif isinstance(node, dict):
        if set(LANGUAGES) <= node.keys():
            if all(isinstance(text, str) for text in node.values()):
                yield key, node
            return
        if isinstance(node.get('id'), str) and not key.endswith('/' + node['id']):
            key += '/' + node['id']
        for name, value in node.items():
            if name not in SEARCHED:
                yield from found(value, key if name in ('names', 'label') else f'{key}.{name}')

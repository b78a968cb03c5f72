"""Reads gettext catalogues (.po), and makes uz-Latn as locales/CMakeLists.txt does."""
import ast
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

WRITTEN = ('en', 'ru', 'uz-Cyrl')


@dataclass
class Message:
    key: str
    plural: bool = False
    texts: list = field(default_factory=list)  # one, or one a plural form


@dataclass
class Catalogue:
    language: str
    forms: int = 1  # plural forms that the language has
    messages: dict = field(default_factory=dict)


def parse(language, text):
    catalogue = Catalogue(language)
    for entry in re.split(r'\n\s*\n', text):
        parts, at = {}, None
        for line in entry.splitlines():
            line = line.strip()
            named = re.match(r'(msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$', line)
            if named:
                at = named[1]
                parts[at] = ast.literal_eval(named[2])
            elif line.startswith('"') and at:
                parts[at] += ast.literal_eval(line)
        if 'msgid' not in parts:
            continue
        texts = [parts[name] for name in sorted(parts) if name.startswith('msgstr')]
        if parts['msgid']:
            catalogue.messages[parts['msgid']] = Message(parts['msgid'], 'msgid_plural' in parts, texts)
        elif forms := re.search(r'nplurals\s*=\s*(\d+)', ''.join(texts)):
            catalogue.forms = int(forms[1])
    return catalogue


def read_all(locales):
    """Every language's catalogue, by its name."""
    locales = Path(locales)
    catalogues = {name: parse(name, (locales / f'{name}.po').read_text(encoding='utf-8')) for name in WRITTEN}
    made = subprocess.run(['uconv', '-f', 'UTF-8', '-t', 'UTF-8', '-x', 'uz_Cyrl-uz_Latn', str(locales / 'uz-Cyrl.po')],
                          check=True, capture_output=True, encoding='utf-8').stdout
    latin = parse('uz-Latn', made)
    overrides = parse('uz-Latn', (locales / 'uz-Latn.overrides.po').read_text(encoding='utf-8'))
    latin.messages.update(overrides.messages)
    latin.forms = overrides.forms
    catalogues['uz-Latn'] = latin
    return catalogues

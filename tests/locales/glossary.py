"""The glossary of docs/translators.md: what each thing is called, and the words that are not used."""
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

LANGUAGES = {'English': 'en', 'Русский': 'ru', 'Ўзбекча': 'uz-Cyrl'}


@dataclass(frozen=True)
class Forbidden:
    language: str
    wrong: re.Pattern
    right: re.Pattern    # is no fault, although the wrong word may be in it
    instead: str
    keys: tuple          # globs; those that begin with "!" are exempt

    def concerns(self, key):
        wanted = [glob for glob in self.keys if not glob.startswith('!')]
        return (not wanted or any(fnmatchcase(key, glob) for glob in wanted)) and \
            not any(fnmatchcase(key, glob[1:]) for glob in self.keys if glob.startswith('!'))

    def within(self, text):
        """The wrong word as it stands in the text, or None."""
        at = self.wrong.search(self.right.sub('', text))
        return at[0] if at else None


def pattern(words):
    """One pattern for words in a row ("a, b* c"); * stands for any letters."""
    each = [re.escape(word.strip()).replace(r'\*', r"[\wʻʼ']*").replace(r'\ ', r'\s+') for word in words.split(',')]
    return re.compile(r"(?<![\wʻʼ])(?:" + '|'.join(each) + r")(?![\wʻʼ])", re.IGNORECASE)


def rows(document, heading):
    """The rows of the first table below a heading, without its head."""
    _, _, after = document.partition(f'\n## {heading}\n')
    lines = []
    for line in after.partition('\n## ')[0].splitlines():
        if line.startswith('|'):
            lines.append([cell.strip() for cell in line.strip().strip('|').split('|')])
        elif lines:
            break
    return lines[2:]


def terms(document):
    """Each thing: its names in English, Russian, Uzbek in Cyrillic and in Latin script."""
    return rows(document, 'Terms')


def forbidden(document):
    for language, wrong, right, keys in rows(document, 'Words not to use'):
        yield Forbidden(LANGUAGES[language], pattern(wrong), pattern(right), right, tuple(keys.replace('`', '').split()))

"""The C++ files of the source tree: their includes, their code without comments, and their string literals."""
import re
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">\n]+)[">]', re.M)
COMMENT_OR_LITERAL = re.compile(r'(?P<comment>//[^\n]*|/\*.*?\*/)'
                                r'|R"(?P<mark>\w*)\((?P<raw>.*?)\)(?P=mark)"'
                                r'|"(?P<text>(?:\\.|[^"\\\n])*)"'
                                r"|(?<![0-9a-fA-F])'(?:\\.[^'\n]*|[^'\\\n])'", re.S)


def is_test(path):
    """Whether the file serves the tests alone: a test, a stand-in for tests, or what tests share."""
    name = Path(path).name
    return ('/testing/' in path or re.search(r'_(test|fuzz|bench)\.cpp$', name) is not None
            or re.match(r'(domain_)?test_', name) is not None)


def room(path):
    """The folder that a file (relative to src/) belongs to: features/queue, platform/db, core, app, main."""
    parts = Path(path).parts
    if parts[0] in ('features', 'platform') and len(parts) > 2:
        return '/'.join(parts[:2])
    if len(parts) == 1:
        return 'main'
    return Path(path).stem if parts[0] == 'platform' else parts[0]


class File:
    def __init__(self, path, text):
        self.path = path
        self.name = Path(path).name
        self.text = text
        self.test = is_test(path)
        self.room = room(path)
        includes = INCLUDE.findall(text)
        self.quoted = [included for quote, included in includes if quote == '"']
        self.angled = [included for quote, included in includes if quote == '<']

    def code(self):
        """The text without includes, comments and literals."""
        return COMMENT_OR_LITERAL.sub(' ', INCLUDE.sub(' ', self.text))

    def literals(self):
        """The string literals; those that the compiler joins are joined."""
        found, end = [], None
        for match in COMMENT_OR_LITERAL.finditer(INCLUDE.sub(' ', self.text)):
            text = match['raw'] if match['raw'] is not None else match['text']
            if text is None:
                continue
            gap = match.string[end:match.start()] if end is not None else 'x'
            if COMMENT_OR_LITERAL.sub(' ', gap).strip():
                found.append(text)
            else:
                found[-1] += text
            end = match.end()
        return found


def read(folder):
    """The files below `folder`, by their path relative to it."""
    files = {}
    for file in sorted(Path(folder).rglob('*')):
        if file.suffix in ('.cpp', '.hpp'):
            path = file.relative_to(folder).as_posix()
            files[path] = File(path, file.read_text(encoding='utf-8'))
    return files

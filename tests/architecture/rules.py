#!/usr/bin/env python3
"""Holds the tree to its dependency rules (ARCHITECTURE.md): every include, and every link of the pure libraries.

Usage: rules.py ROOT [GRAPH.dot]   (GRAPH.dot as `cmake --graphviz` writes it)
Prints one line for each forbidden include or link and exits with 1 when there is one.
"""
import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
# Outside headers that only one place may know.
ONLY_HERE = {
    'boost/beast': 'platform/http/',
    'boost/asio': 'platform/http/',
    'sqlite3.h': 'platform/db/',
    'libpq-fe.h': 'platform/db/',
    'CLI/': 'main.cpp',
    'yaml-cpp': 'platform/yaml/',
    'sodium.h': ('platform/auth/', 'platform/vault/'),
    'spdlog/': 'platform/log/',
    'prometheus/': 'platform/metrics/',
    'qrcodegen/': 'platform/qr/',
    'curl/': 'platform/client/',
    'qpdf/': ('platform/qpdf/', 'platform/pdf_check/'),
    'cairo': 'platform/pdf/',
    'pango/': 'platform/pdf/',
    'fontconfig/': 'platform/pdf/',
    'openssl/cms': 'platform/signing/',
}
BEAST_UNITS = 3
# Features of which each knows only those before it.
ROOMS = ('staff', 'sessions', 'catalogue', 'forms', 'queue', 'hall', 'cases', 'case_views', 'deadlines', 'intake', 'casework', 'my', 'demo')


def layer(path):
    parts = Path(path).parts
    return parts[0] if len(parts) > 1 else 'main'


def is_test(name):
    return re.search(r'_(test|fuzz|bench)\.cpp$', name) is not None


def forbidden(path, included, quoted):
    """Why `path` (relative to src/) may not include `included`, or None."""
    name = Path(path).name
    for prefix, place in ONLY_HERE.items():
        if included.startswith(prefix) and not path.startswith(place) and not is_test(name):
            return f'only {place} may include it'
    if not quoted or '/' not in included:
        return None
    here, there = layer(path), layer(included)
    testing = '/testing/' in path or is_test(name) or re.match(r'(domain_)?test_', name) is not None
    if here == 'core' and there != 'core':
        return 'core includes only core'
    if here == 'platform' and there not in ('core', 'platform'):
        return 'platform includes only core and platform'
    if here == 'features':
        if there == 'app':
            return 'a feature does not know the app'
        own = Path(path).parts[1]
        if there == 'features':
            other = Path(included).parts[1]
            if own in ROOMS and other in ROOMS[ROOMS.index(own) + 1:]:
                return f'{own} does not know {other}'
            domains = name.startswith('domain') and Path(included).name.startswith('domain')
            own_test = testing and re.match(r'(domain_)?test_', Path(included).name)
            if other != own and Path(included).name != f'{other}.hpp' and not domains and not own_test:
                return f'other features are met through {other}/{other}.hpp only'
            stem = Path(included).stem
            if other == own and re.match(r'(domain|store|service)', Path(name).stem) and not testing:
                if re.match(r'(api|pages)', stem):
                    return 'domain, service and store do not know api and pages'
        if name.startswith('domain') and not testing:
            pure = there == 'core' or (there == 'features' and Path(included).name.startswith('domain'))
            if not pure:
                return 'the domain is pure: it includes only core and domains'
    return None


def check_includes(root):
    src = root / 'src'
    beast_units = []
    for file in sorted(src.rglob('*')):
        if file.suffix not in ('.cpp', '.hpp'):
            continue
        path = file.relative_to(src).as_posix()
        text = file.read_text(encoding='utf-8')
        if file.suffix == '.cpp' and 'boost/beast' in text and not is_test(file.name):
            beast_units.append(path)
        for quote, included in INCLUDE.findall(text):
            reason = forbidden(path, included, quote == '"')
            if reason:
                yield f'src/{path} includes {included}: {reason}'
    if len(beast_units) > BEAST_UNITS:
        yield f'Beast stands in {len(beast_units)} units, at most {BEAST_UNITS}: {", ".join(beast_units)}'


def check_links(dot):
    names = dict(re.findall(r'"(node\d+)" \[ label = "([^"\\]+)', dot))
    edges = {}
    for a, b in re.findall(r'"(node\d+)" -> "(node\d+)"', dot):
        edges.setdefault(names.get(a, a), set()).add(names.get(b, b))
    domains = [name for name in names.values() if re.fullmatch(r'biroyna_\w+_domain', name)]
    if not domains:
        yield 'the graph has no domain library'
    for domain in sorted(domains):
        for linked in sorted(edges.get(domain, ())):
            if linked != 'biroyna_core' and not re.fullmatch(r'biroyna_\w+_domain', linked):
                yield f'{domain} links {linked}: the domain links only the core'


def main(arguments):
    root = Path(arguments[0])
    found = list(check_includes(root))
    if len(arguments) > 1:
        found += check_links(Path(arguments[1]).read_text(encoding='utf-8'))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

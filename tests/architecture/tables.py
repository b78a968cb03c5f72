"""SQL stands in stores, and each table is named by one room alone (ARCHITECTURE.md, "The rules")."""
import re
from pathlib import Path

SQL = re.compile(r'\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|ORDER BY)\s')
NAMED = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]\w*)')
MADE = re.compile(r'\bCREATE TABLE\s+(?:IF NOT EXISTS\s+)?(\w+)')
# Tables of a room that are made by the migrations of another, from which the room was taken.
MADE_ELSEWHERE = {'application_drafts': 'features/intake', 'worklist_views': 'features/casework',
                  'sessions': 'features/sessions'}


def owners(src):
    """The room of each table, as the migrations (features/queue/migrations/*.sql) say."""
    owner = {}
    for file in sorted(Path(src).rglob('migrations/*.sql')):
        text = re.sub(r'--[^\n]*', '', file.read_text(encoding='utf-8'))
        for table in MADE.findall(text):
            owner[table] = MADE_ELSEWHERE.get(table, file.parent.parent.relative_to(src).as_posix())
    return owner


def check_sql(files, owner):
    for file in files.values():
        if file.test:
            continue
        literals = file.literals()
        store = file.name.startswith('store') and file.path.startswith('features/')
        if not store and not file.path.startswith('platform/') and any(SQL.search(text) for text in literals):
            yield f'src/{file.path} has SQL: in a feature it stands in store* files'
        named = {table for text in literals for table in NAMED.findall(text)}
        for table in sorted(named & owner.keys()):
            if owner[table] != file.room:
                yield f'src/{file.path} names the table {table} of {owner[table]}'

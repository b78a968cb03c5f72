#!/usr/bin/env python3
"""Runs ours and the reference by turns on this machine and prints medians and ratios (script/bench calls it).

The server has one processor for itself, the load the other one. Each figure is the median of five rounds, ours and the
reference alternating, so that a machine that slows down slows both.
"""
import json
import os
import platform
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / 'build' / 'bench'
PROGRAM = BUILD / 'src' / 'app' / 'biroyna'
LOAD = BUILD / 'tests' / 'load' / 'load'
RAW = BUILD / 'tests' / 'load' / 'raw_sqlite'
DOCUMENTS = BUILD / 'tests' / 'load' / 'documents'
POSTGRESQL = Path('/usr/lib/postgresql/15/bin')
ROUNDS = 5
SECONDS = 5
CONNECTIONS = 64


def sh(*words, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def pinned(cpu, *words):
    return ['taskset', '-c', str(cpu), *map(str, words)]


class Process:
    def __init__(self, *words, said=None, env=None):
        self.process = subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE if said else subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, text=True, env={**os.environ, **(env or {})})
        self.line = ''
        while said and said not in self.line:
            self.line = self.process.stdout.readline()
            if not self.line:
                raise RuntimeError(f'{words[0]} did not start')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


class Server(Process):
    """Ours, with the reference centre in a new folder or database."""

    def __init__(self, *place, env=None):
        super().__init__(*pinned(0, PROGRAM, 'serve', '--listen', '127.0.0.1:0', *place), said='listens on', env=env)
        self.port = int(re.search(r':(\d+)\s*$', self.line).group(1))

    def seconds_of_processor(self):
        fields = Path(f'/proc/{self.process.pid}/stat').read_text().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def install(*place):
    sh(PROGRAM, 'import', ROOT / 'catalogue', *place)
    return [sh(PROGRAM, 'token', 'add', '--centre', 'sergeli', '--role', role, *place).strip() for role in ('host', 'operator')]


def nginx(folder, body):
    """Serves `body` under /file on one worker."""
    (folder / 'file').write_bytes(body)
    conf = folder / 'nginx.conf'
    conf.write_text(f'''daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error crit;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 100000000; default_type text/html; open_file_cache max=10;
  server {{ listen 127.0.0.1:18099; root {folder}; }} }}''')
    started = Process(*pinned(0, 'nginx', '-c', conf, '-p', folder))
    for _ in range(100):
        try:
            urllib.request.urlopen('http://127.0.0.1:18099/file').read()
            return started
        except OSError:
            time.sleep(0.05)
    raise RuntimeError('nginx did not start')


def wrk(address, token=None, connections=CONNECTIONS):
    who = ['-H', f'Authorization: Bearer {token}'] if token else []
    out = sh(*pinned(1, 'wrk', '-t1', f'-c{connections}', f'-d{SECONDS}s', *who, address))
    if 'Non-2xx' in out:
        raise RuntimeError(out)
    return float(re.search(r'Requests/sec:\s*([\d.]+)', out).group(1))


def load(mode, port, tokens, connections=CONNECTIONS):
    return json.loads(sh(*pinned(1, LOAD, mode, port, *tokens, connections, SECONDS)))


def by_turns(ours, reference):
    pairs = [(ours(), reference()) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), statistics.median(a / b for a, b in pairs)


def row(name, unit, pair, target):
    ours, reference, ratio = pair
    return {'row': name, 'unit': unit, 'ours': ours, 'reference': reference, 'ratio': ratio, 'target': target}


def get_row(name, path, target, prepare=lambda *_: None):
    with tempfile.TemporaryDirectory() as folder:
        place = ['--data', Path(folder) / 'data']
        tokens = install(*place)
        with Server(*place) as server:
            prepare(server, tokens)
            address = f'http://127.0.0.1:{server.port}{path}'
            body = urllib.request.urlopen(address).read()
            web = Path(folder) / 'web'
            web.mkdir()
            os.chmod(folder, 0o755)
            with nginx(web, body):
                return row(name, 'requests/s', by_turns(lambda: wrk(address), lambda: wrk('http://127.0.0.1:18099/file')), target)


def healthz():
    return [get_row('smallest JSON answer, 64 connections; nginx with a static file of that size', '/healthz', '≥ 0.9')]


def board():
    def some_calls(server, tokens):
        load('visit', server.port, tokens, 4)
        load_some = f'http://127.0.0.1:{server.port}/api/v1/centres/sergeli/tickets'
        for _ in range(30):
            request = urllib.request.Request(load_some, data=b'{"services":["kindergarten-referral"]}', headers={
                'Authorization': f'Bearer {tokens[0]}', 'Content-Type': 'application/json'})
            urllib.request.urlopen(request).read()
    return [get_row('board page, HTML; nginx with the same bytes', '/uz-Latn/sergeli/board', '≥ 0.4', some_calls)]


def take():
    latencies = []
    with tempfile.TemporaryDirectory() as folder:
        def ours():
            place = ['--data', Path(tempfile.mkdtemp(dir=folder))]
            tokens = install(*place)
            with Server(*place) as server:
                answer = load('take', server.port, tokens)
                latencies.append(answer['p99_ms'])
                return answer['per_second']
        result = row('take a ticket, durable, 64 connections; the same rows in bare SQLite, 20 to a transaction', 'tickets/s',
                     by_turns(ours, lambda: json.loads(sh(*pinned(0, RAW, folder, 20, SECONDS)))['per_second']), '≥ 0.5')
    p99 = statistics.median(latencies)
    return [result, {'row': 'take a ticket: 99 % of the answers within', 'unit': 'ms', 'ours': p99, 'reference': None, 'ratio': None,
                     'target': '≤ 10 ms'}]


def archive():
    """With an archive that has its base copy, and without one."""
    costs = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder:
        def each(kept):
            place = ['--data', Path(tempfile.mkdtemp(dir=folder))]
            tokens = install(*place)
            with Server(*place, env={'BIROYNA_ARCHIVE': tempfile.mkdtemp(dir=folder)} if kept else None) as server:
                while kept:
                    figures = urllib.request.urlopen(f'http://127.0.0.1:{server.port}/metrics').read().decode()
                    if 'biroyna_archive_complete 1' in figures and 'biroyna_archive_base_copies_total 0' not in figures:
                        break
                    time.sleep(0.1)
                before = server.seconds_of_processor()
                answer = load('take', server.port, tokens)
                costs[kept].append((server.seconds_of_processor() - before) * 1e6 / (answer['per_second'] * SECONDS))
                return answer['per_second']
        name = 'take a ticket while an archive keeps every change; the same without one'
        result = row(name, 'tickets/s', by_turns(lambda: each(True), lambda: each(False)), '≥ 0.9')
    ours, reference = (statistics.median(costs[kept]) for kept in (True, False))
    return [result, {'row': 'a ticket while an archive keeps every change; the same without one', 'unit': 'µs of the server', 'ours': ours,
                     'reference': reference, 'ratio': ours / reference, 'target': '≤ 1.1'}]


def visit():
    with tempfile.TemporaryDirectory() as folder:
        def ours():
            place = ['--data', Path(tempfile.mkdtemp(dir=folder))]
            tokens = install(*place)
            with Server(*place) as server:
                return load('visit', server.port, tokens, 8)['per_second']
        return [row('take, call, start, finish at 8 windows; the same as bare SQLite transactions, one by one', 'visits/s',
                    by_turns(ours, lambda: json.loads(sh(*pinned(0, RAW, folder, 0, SECONDS)))['per_second']), '≥ 1.5')]


CROWD = 2000


def console():
    """The windows' own orders, one after another, while strangers ask for all they can."""
    def each(crowd):
        with tempfile.TemporaryDirectory() as folder:
            place = ['--data', folder]
            tokens = install(*place)
            with Server(*place) as server:
                strangers = None
                if crowd:
                    strangers = subprocess.Popen(pinned(1, 'nice', LOAD, 'crowd', server.port, '-', '-', crowd, 2 * SECONDS),
                                                 stdout=subprocess.DEVNULL)
                    time.sleep(1)
                answer = load('visit', server.port, tokens, 8)
                if strangers and strangers.wait(timeout=60) != 0:
                    raise RuntimeError('the crowd did not come')
                return answer['p99_ms']
    beside, alone_ = by_turns(lambda: each(CROWD), lambda: each(0))[:2]
    name = 'an order of a console: 99 % of the answers within'
    return [{'row': f'{name}, beside {CROWD:,} connections of the public; the same without them', 'unit': 'ms', 'ours': beside,
             'reference': alone_, 'ratio': beside / alone_, 'target': '≤ 100 ms'}]


PGBENCH = '''BEGIN;
SELECT seq, hash FROM bench_heads WHERE c = 'sergeli' FOR UPDATE;
INSERT INTO bench_events SELECT 'sergeli', seq + 1, 1, 'ticket_taken', 'ticket-' || seq, 'device-kiosk', repeat('d', 110), repeat('h', 32)::bytea FROM bench_heads WHERE c = 'sergeli';
UPDATE bench_heads SET seq = seq + 1, hash = repeat('h', 32)::bytea WHERE c = 'sergeli';
INSERT INTO bench_tickets VALUES ('sergeli', lpad(nextval('bench_ids')::text, 26, '0'), 'waiting', repeat('t', 120));
INSERT INTO bench_answered VALUES ('sergeli', 'kiosk', lpad(nextval('bench_ids')::text, 26, '0'), repeat('h', 64), repeat('b', 420), 1);
COMMIT;
'''
PGTABLES = '''CREATE TABLE bench_events (c TEXT, seq BIGINT, at BIGINT, kind TEXT, subject TEXT, actor TEXT, data TEXT, hash BYTEA, PRIMARY KEY (c, seq));
CREATE TABLE bench_heads (c TEXT PRIMARY KEY, seq BIGINT, hash BYTEA);
CREATE TABLE bench_tickets (c TEXT, id TEXT, state TEXT, body TEXT, PRIMARY KEY (c, id));
CREATE TABLE bench_answered (c TEXT, who TEXT, k TEXT, hash TEXT, body TEXT, at BIGINT, PRIMARY KEY (c, who, k));
CREATE SEQUENCE bench_ids;
INSERT INTO bench_heads VALUES ('sergeli', 0, 'h');'''


def postgresql():
    with tempfile.TemporaryDirectory() as folder:
        shutil.chown(folder, 'postgres')
        as_postgres = {'user': 'postgres'} if os.geteuid() == 0 else {}
        cluster = Path(folder) / 'cluster'
        sh(POSTGRESQL / 'initdb', '-D', cluster, '-U', 'postgres', '--auth=trust', '--locale=C', '--encoding=UTF8', **as_postgres)
        daemon = subprocess.Popen(pinned(0, POSTGRESQL / 'postgres', '-D', cluster, '-k', folder, '-c', 'listen_addresses=', '-c',
                                         'max_connections=120'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_postgres)
        try:
            connection = ['-h', folder, '-U', 'postgres']
            while subprocess.run([POSTGRESQL / 'pg_isready', '-h', folder], capture_output=True).returncode != 0:
                time.sleep(0.1)
            sh(POSTGRESQL / 'psql', *connection, '-c', 'CREATE DATABASE ours')
            sh(POSTGRESQL / 'psql', *connection, '-c', PGTABLES)
            script = Path(folder) / 'ticket.sql'
            script.write_text(PGBENCH)
            script.chmod(0o644)
            os.chmod(folder, 0o755)
            place = ['--database', f'host={folder} user=postgres dbname=ours']
            tokens = install(*place)

            def reference():
                out = sh(*pinned(1, POSTGRESQL / 'pgbench', *connection, '-n', '-M', 'prepared', '-c', CONNECTIONS, '-j', 1, '-T', SECONDS,
                                 '-f', script, 'postgres'))
                return float(re.search(r'tps = ([\d.]+)', out).group(1))

            def ours():
                with Server(*place) as server:
                    return load('take', server.port, tokens)['per_second']
            return [row('take a ticket on PostgreSQL, 64 connections; pgbench with the equivalent script', 'tickets/s',
                        by_turns(ours, reference), '≥ 0.7')]
        finally:
            daemon.send_signal(signal.SIGINT)
            daemon.wait(timeout=60)


def resident_kilobytes(pid):
    return int(re.search(r'VmRSS:\s*(\d+)', Path(f'/proc/{pid}/status').read_text()).group(1))


def with_a_year_of_history(folder):
    """200,000 tickets and 800,000 events of earlier days, as their rows."""
    data = Path(folder) / 'data'
    install('--data', data)
    script = '''
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
      INSERT INTO tickets (centre_id, ticket_id, day, number, state, services, service, visitor_class, language, channel, people,
        catalogue_version, issued_at_ms, changed_at_ms, window_id, operator_id)
      SELECT 'sergeli', printf('%026d', i), date('2025-11-01', (i / 800) || ' days'), printf('A%03d', i % 800), 'finished', 'kindergarten-referral',
        'kindergarten-referral', 'none', 'uz-Latn', 'kiosk', 1, 1, i, i, '1', 'operator' FROM n;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800000)
      INSERT INTO events (centre_id, seq, at_ms, kind, subject, actor, data, hash)
      SELECT 'sergeli', 1000 + i, i, 'ticket_called', 'ticket:x', 'staff:y', hex(randomblob(60)), randomblob(32) FROM n;
      UPDATE event_heads SET seq = 801000 WHERE centre_id = 'sergeli';'''
    sh('sqlite3', data / 'biroyna.db', script)
    return data


def memory():
    with tempfile.TemporaryDirectory() as folder:
        data = with_a_year_of_history(folder)
        with Server('--data', data) as server:
            pid = server.process.pid
            urllib.request.urlopen(f'http://127.0.0.1:{server.port}/uz-Latn/sergeli').read()
            idle = resident_kilobytes(pid)
            streams = 2000
            listeners = [subprocess.Popen([sys.executable, '-c', LISTENERS, str(server.port), str(streams // 4)], stdout=subprocess.PIPE,
                                          stdin=subprocess.PIPE, text=True) for _ in range(4)]
            for listener in listeners:
                listener.stdout.readline()
            each = (resident_kilobytes(pid) - idle) / streams
            for listener in listeners:
                listener.communicate('\n')
    return [{'row': 'memory, idle with the reference centre and a year of history', 'unit': 'MB', 'ours': idle / 1024, 'reference': None,
             'ratio': None, 'target': '≤ 64 MB'},
            {'row': 'memory of an open stream', 'unit': 'KB', 'ours': each, 'reference': None, 'ratio': None, 'target': '≤ 12 KB'}]


LISTENERS = '''
import socket, sys
streams = []
for _ in range(int(sys.argv[2])):
    s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
    s.sendall(b'GET /api/v1/centres/sergeli/events HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
    s.recv(100)
    streams.append(s)
print('open', flush=True)
sys.stdin.readline()
'''


def start():
    with tempfile.TemporaryDirectory() as folder:
        data = with_a_year_of_history(folder)

        def ours():
            begin = time.monotonic()
            with Server('--data', data):
                return time.monotonic() - begin

        def reference():
            begin = time.monotonic()
            sh('sqlite3', data / 'biroyna.db', 'PRAGMA quick_check')
            return time.monotonic() - begin
        return [row('start with a year of history; sqlite3 quick_check of the same file', 's', by_turns(ours, reference), '≤ 1')]


def build():
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, 'CCACHE_DISABLE': '1'}
        sh('cmake', '-S', ROOT, '-B', folder, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Debug', '-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1', env=env)
        begin = time.monotonic()
        sh('cmake', '--build', folder, env=env)
        clean = time.monotonic() - begin
        changed = ROOT / 'src' / 'features' / 'queue' / 'service.cpp'
        os.utime(changed)
        begin = time.monotonic()
        sh('cmake', '--build', folder, '--target', 'biroyna', env=env)
        one = time.monotonic() - begin
    return [{'row': name, 'unit': 's', 'ours': seconds, 'reference': None, 'ratio': None, 'target': target}
            for name, seconds, target in (('clean debug build with all tests, no cache', clean, '≤ 240 s'),
                                          ('the same after a change of one file', one, '≤ 10 s'))]


def documents():
    def each(mode):
        return json.loads(sh(*pinned(0, DOCUMENTS, mode, SECONDS)))['per_second']
    return [row('certificate PDF with QR and signature; cairo drawing the same text without the rest', 'documents/s',
                by_turns(lambda: each('ours'), lambda: each('drawn')), '≥ 0.5')]


class Centre:
    """A centre at work for months, with this many applications and a server."""

    def __init__(self, folder, applications):
        self.data = Path(folder) / f'with-{applications}'
        place = ['--data', self.data]
        sh(PROGRAM, 'import', ROOT / 'catalogue', *place)
        begin = time.monotonic()
        sh(PROGRAM, 'demo', *place, '--applications', applications)
        self.seconds = time.monotonic() - begin
        self.place = place
        self.head, self.operator = self.token('head'), self.token('operator')
        sh(PROGRAM, 'signing', 'make', '--name', 'Bench', *place)
        self.server = Server(*place)
        number, name = self.row("SELECT number, applicant_name FROM applications WHERE state = 'handed_over' ORDER BY submitted_at_ms DESC LIMIT 1")
        self.pages = {
            'worklist page, 50 tasks': ('/uz-Latn/sergeli/worklist?view=open', self.head),
            'page of a case': (f'/uz-Latn/sergeli/cases/{number}', self.head),
            'search by a full name': (f'/uz-Latn/sergeli/cases?{urllib.parse.urlencode({"q": name})}', self.head),
            'search by number': (f'/uz-Latn/sergeli/cases?q={number}', self.head),
            'all applications, the newest first': ('/uz-Latn/sergeli/cases', self.head),
            "the head's overview of terms": ('/uz-Latn/sergeli/terms', self.head),
        }

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)

    def token(self, role, *more):
        return sh(PROGRAM, 'token', 'add', '--centre', 'sergeli', '--role', role, *more, *self.place).strip()

    def under_way(self):
        """How many tasks each department has to do."""
        with sqlite3.connect(f'file:{self.data}/biroyna.db?mode=ro', uri=True) as db:
            return dict(db.execute("SELECT department_id, count(*) FROM application_tasks WHERE state IN ('open', 'claimed') GROUP BY 1"))

    def row(self, sql):
        with sqlite3.connect(f'file:{self.data}/biroyna.db?mode=ro', uri=True) as db:
            return db.execute(sql).fetchone()

    def ask(self, method, path, token, body=None, key=None):
        headers = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json', **({'Idempotency-Key': key} if key else {})}
        request = urllib.request.Request(f'http://127.0.0.1:{self.server.port}{path}', method=method, headers=headers,
                                         data=json.dumps(body).encode() if body is not None else None)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def per_second(self, page):
        path, token = self.pages[page]
        return wrk(f'http://127.0.0.1:{self.server.port}{path}', token, 4)

    def application(self, service):
        """One that the window accepts today: the answers of one that it once accepted."""
        with sqlite3.connect(f'file:{self.data}/biroyna.db?mode=ro', uri=True) as db:
            stored = db.execute("SELECT applicant, answers FROM applications WHERE service_id = ? AND channel = 'window' "
                                'ORDER BY submitted_at_ms DESC LIMIT 50', (service,)).fetchall()
        for applicant, answers in stored:
            body = {'centre': 'sergeli', 'service': service, 'applicant': json.loads(applicant), 'answers': json.loads(answers)}
            try:
                self.ask('POST', '/api/v1/applications', self.operator, body)
                return body
            except urllib.error.HTTPError as refused:
                reason = refused.read()
        raise RuntimeError(f'nothing is accepted for {service}: {reason}')


def same_department(few, many):
    """A page for each centre: the worklist of the department that has most nearly as much under way in both of them."""
    here, there = few.under_way(), many.under_way()
    department = min((d for d in here if min(here[d], there.get(d, 0)) >= 5), key=lambda d: (abs(here[d] - there[d]) / here[d], -here[d]))
    page = f"a department's worklist, {there[department]} tasks against {here[department]}"
    for centre in (few, many):
        centre.pages[page] = ('/uz-Latn/sergeli/worklist', centre.token('specialist', '--department', department))


WORKLIST = """SELECT t.number, t.task_id, t.service_id, t.department_id, t.state, t.assignee, t.case_state, t.due_at_ms, a.applicant_name
FROM application_tasks t JOIN applications a ON a.centre_id = t.centre_id AND a.number = t.number
WHERE t.centre_id = 'sergeli' AND t.state IN ('open', 'claimed') ORDER BY t.due_at_ms, t.number, t.task_id LIMIT 51"""


def alone(name, unit, ours, target=''):
    return {'row': name, 'unit': unit, 'ours': ours, 'reference': None, 'ratio': None, 'target': target}


def applications():
    rows = []
    with tempfile.TemporaryDirectory() as folder, Centre(folder, 2500) as few, Centre(folder, 25000) as many:
        same_department(few, many)
        rows.append(alone('make a centre of 25,000 applications and their history', 's', many.seconds))
        rows.append(row('worklist page of 50 rows, 25,000 applications; the same rows by one prepared query in bare SQLite', 'pages/s',
                        by_turns(lambda: many.per_second('worklist page, 50 tasks'), lambda: json.loads(
                            sh(*pinned(0, RAW, 'query', many.data / 'biroyna.db', WORKLIST, SECONDS)))['per_second']), '≥ 0.3'))
        for page in many.pages:
            few_rate, many_rate, ratio = by_turns(lambda page=page: few.per_second(page), lambda page=page: many.per_second(page))
            rows.append({'row': f'growth: {page}, 25,000 applications; the same with 2,500', 'unit': 'ms of the server', 'ours': 1000 / many_rate,
                         'reference': 1000 / few_rate, 'ratio': ratio, 'target': '≤ 1.3'})
        body = Path(folder) / 'application.json'
        body.write_text(json.dumps(many.application('kindergarten-referral')))
        handed_in = [json.loads(sh(*pinned(1, LOAD, 'submit', many.server.port, body, many.operator, CONNECTIONS, SECONDS)))
                     for _ in range(ROUNDS)]
        rows.append(alone('hand in an application, durable, 64 connections', 'applications/s', statistics.median(r['per_second'] for r in handed_in)))
        rows.append(alone('hand in an application: 99 % of the answers within', 'ms', statistics.median(r['p99_ms'] for r in handed_in)))
        rows += issue(many)
    return rows


def issue(centre):
    """Who stands at the window: handed in, claimed, granted, and the signed PDF in hand."""
    service = 'labour-record-extract'
    wanted, waits = centre.application(service), []
    for i in range(40):
        made = json.loads(centre.ask('POST', '/api/v1/applications', centre.operator, wanted, key=f'bench-{i}'))
        task = f"{made['number']}:{made['steps'][0]['id']}"
        begin = time.monotonic()
        centre.ask('POST', f'/api/v1/tasks/{task}/claim', centre.operator, {})
        centre.ask('POST', f'/api/v1/tasks/{task}/approve', centre.operator, {'findings': {
            'service_periods': [{'employer': 'Baraka non', 'position': 'Nonvoy', 'since': '2015-03-02'}],
            'total_service_years': 11, 'total_service_months': 8}})
        code, = centre.row(f"SELECT code FROM results WHERE case_number = '{made['number']}'")
        pdf = centre.ask('GET', f'/api/v1/results/{code}/pdf', centre.operator)
        assert pdf.startswith(b'%PDF')
        waits.append(1000 * (time.monotonic() - begin))
    return [alone('issue a certificate: claim, grant, read the signed PDF', 'ms', statistics.median(waits)),
            alone('issue a certificate: the slowest of 40', 'ms', max(waits))]


def paint():
    """A first visit of a cheap phone on a slow line, in Chromium (web/paint.mjs)."""
    with tempfile.TemporaryDirectory() as folder:
        place = ['--data', folder]
        install(*place)
        with Server(*place) as server:
            address = f'http://127.0.0.1:{server.port}/uz-Latn/sergeli'
            visits = [json.loads(sh(*pinned(1, 'node', ROOT / 'web' / 'paint.mjs', address))) for _ in range(ROUNDS)]
    where = 'of the first visit, 400 kbit/s, 400 ms, a processor four times slower'
    return [alone(f'LCP {where}', 's', statistics.median(v['lcp_ms'] for v in visits) / 1000, '≤ 2.2 s'),
            alone(f'CLS {where}', '', max(v['cls'] for v in visits), '< 0.1'),
            alone('weight of the first visit', 'KB', max(v['bytes'] for v in visits) / 1024, '≤ 55 KB')]


ROWS = {'healthz': healthz, 'take': take, 'archive': archive, 'visit': visit, 'console': console, 'postgresql': postgresql, 'board': board, 'memory': memory, 'start': start,
        'build': build, 'documents': documents, 'applications': applications,
        'paint': paint}


def number(value):
    return '' if value is None else f'{value:,.0f}' if abs(value) >= 100 else f'{value:.2f}'


def table(rows):
    lines = ['| work; reference | unit | ours | reference | ratio | must reach |', '| --- | --- | ---: | ---: | ---: | --- |']
    for r in rows:
        lines.append(f"| {r['row']} | {r['unit']} | {number(r['ours'])} | {number(r['reference'])} | {number(r['ratio'])} | {r['target']} |")
    return '\n'.join(lines) + '\n'


def machine():
    model = re.search(r'model name\s*:\s*(.+)', Path('/proc/cpuinfo').read_text())
    return f"{os.cpu_count()} processors ({model.group(1) if model else platform.machine()}), {platform.system()} {platform.release()}"


def main(arguments):
    as_json = '--json' in arguments
    wanted = [a for a in arguments if a != '--json'] or list(ROWS)
    unknown = [name for name in wanted if name not in ROWS]
    if unknown:
        sys.exit(f"bench: unknown row {unknown[0]}; there are {' '.join(ROWS)}")
    rows = []
    for name in wanted:
        print(f'measuring {name} …', file=sys.stderr, flush=True)
        rows += ROWS[name]()
    if as_json:
        print(json.dumps({'machine': machine(), 'rows': rows}, indent=1, ensure_ascii=False))
        return
    print(table(rows))
    if wanted == list(ROWS):
        page = ROOT / 'docs' / 'performance.md'
        head, _, rest = page.read_text().partition('<!-- table -->')
        tail = rest.partition('<!-- /table -->')[2]
        page.write_text(f'{head}<!-- table -->\n{machine()}\n\n{table(rows)}<!-- /table -->{tail}')


if __name__ == '__main__':
    main(sys.argv[1:])

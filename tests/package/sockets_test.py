"""Socket activation and readiness: who connects while the program starts or restarts waits and is answered."""
import json
import os
import signal
import socket
import subprocess
import threading
import unittest

from support import PATIENCE, PROGRAM, InFolder, ask, run, wait_until

CLIENTS, RESTARTS, BETWEEN = 16, 5, 25  # requests at a time, restarts, and requests that are answered between two of them
TICKET = json.dumps({'services': ['kindergarten-referral'], 'priority': 'none', 'language': 'uz-Latn', 'channel': 'host'})

# What systemd does: the sockets stay open, and the program that ended is started with them again.
RESTARTING = '''
while :; do
  ( export LISTEN_PID=$BASHPID; echo "$BASHPID" >"$1/pid.new"; mv "$1/pid.new" "$1/pid"; exec "$0" serve --config "$1/etc/biroyna.yaml" )
done
'''


class Load:
    """Clients that take tickets, one after the other, each over a connection of its own as a proxy has them."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.answered, self.failed = [], []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.client, args=(number,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def client(self, number):
        count = 0
        while not self.over.is_set():
            count += 1
            headers = {'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json',
                       'Idempotency-Key': f'{number}-{count}'}
            try:
                status, _, body = ask(self.port, 'POST', '/api/v1/centres/sergeli/tickets', headers, TICKET)
                (self.answered if status == 201 else self.failed).append(json.loads(body).get('id') or body)
            except Exception as failure:  # noqa: BLE001 -- whatever it is, a request was lost
                self.failed.append(repr(failure))

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Sockets(InFolder):
    def setUp(self):
        super().setUp()
        made = self.setup_centre()
        self.assertEqual(made.returncode, 0, made.stderr)
        with self.settings.open('a') as settings:
            settings.write('open_all_hours: true\n')
        self.token = run(PROGRAM, 'token', 'add', '--centre', 'sergeli', '--role', 'host', '--config', self.settings,
                         check=True).stdout.strip()

    def program(self):
        """The process id of the program, once it is started."""
        try:
            return int((self.folder / 'pid').read_text())
        except (OSError, ValueError):
            return None

    def start_activated(self):
        log = (self.folder / 'log').open('w')
        self.addCleanup(log.close)
        activate = self.start('systemd-socket-activate', f'--listen=127.0.0.1:{self.port}', 'bash', '-c', RESTARTING, PROGRAM,
                              self.folder, stdout=subprocess.DEVNULL, stderr=log)
        self.addCleanup(self.stop_last)
        self.addCleanup(self.end, activate)  # the first of these: nothing starts the program again then
        wait_until(lambda: 'Listening on' in (self.folder / 'log').read_text())

    def stop_last(self):
        last = self.program()
        if last:
            self.stop(last)
            wait_until(lambda: not os.path.exists(f'/proc/{last}'))

    @staticmethod
    def stop(pid):
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass

    def test_no_request_is_dropped_by_restarts(self):
        self.start_activated()
        load = Load(self.port, self.token)
        self.addCleanup(load.end)
        for _ in range(RESTARTS):
            count = len(load.answered)
            wait_until(lambda: len(load.answered) >= count + BETWEEN or load.failed)
            before = self.program()
            self.stop(before)
            wait_until(lambda: self.program() != before)
        count = len(load.answered)
        wait_until(lambda: len(load.answered) >= count + BETWEEN or load.failed)
        load.end()
        self.assertEqual(load.failed, [])
        self.assertGreaterEqual(len(set(load.answered)), (RESTARTS + 1) * BETWEEN)

    def test_a_connection_made_while_nothing_runs_is_answered(self):
        self.start_activated()
        with socket.create_connection(('127.0.0.1', self.port), PATIENCE) as early:
            early.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
            self.assertTrue(early.recv(100).startswith(b'HTTP/1.1 200'))

    def test_says_when_it_is_ready_and_when_it_stops(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / 'notify'))
            manager.settimeout(PATIENCE)
            program = self.start(PROGRAM, 'serve', '--config', self.settings, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, env={**os.environ, 'NOTIFY_SOCKET': str(self.folder / 'notify')})
            self.assertEqual(manager.recv(100), b'READY=1')
            self.assertEqual(ask(self.port, 'GET', '/readyz')[0], 200)
            program.terminate()
            self.assertEqual(manager.recv(100), b'STOPPING=1')
            self.assertEqual(program.wait(PATIENCE), 0)

    def test_a_program_that_cannot_start_is_not_ready(self):
        (self.folder / 'data' / 'biroyna.db').write_bytes(b'no database' * 1000)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(self.folder / 'notify'))
            manager.setblocking(False)
            ended = run(PROGRAM, 'serve', '--config', self.settings, env={**os.environ, 'NOTIFY_SOCKET': str(self.folder / 'notify')})
            self.assertEqual(ended.returncode, 1)
            with self.assertRaises(BlockingIOError):
                manager.recv(100)


if __name__ == '__main__':
    unittest.main()

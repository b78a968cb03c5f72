#!/usr/bin/env python3
"""A registry of an agency for tests: answers, delays, fails, hangs up, repeats, and lies, as it is told.

Serves a free port of 127.0.0.1 and prints its address. Questions are posted to any other path than these:
  POST /control  {"plan": ["fail", "answer", …], "otherwise": "answer"}   how the next questions are met; forgets all
  POST /release                                                           lets go of those that are held
  GET  /seen                                                              every question that came, in order
With --tls FILE (certificate and key in one) it speaks HTTPS.
"""
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

lock = threading.Condition()
state = {'plan': [], 'otherwise': 'answer', 'seen': [], 'released': False, 'last': None}


def answer_to(question):
    return {'id': question['id'], 'outcome': 'confirmed', 'data': {'echo': question['question']}}


def other(question, **changes):
    return {**answer_to(question), **changes}


# Each way to meet a question: status, headers, body.
BODIES = {
    'answer': lambda q: (200, {}, answer_to(q)),
    'deny': lambda q: (200, {}, other(q, outcome='denied', comment='No such child')),
    'fail': lambda q: (500, {}, {'error': 'broken'}),
    'busy': lambda q: (503, {'Retry-After': '120'}, {}),
    'not_yet': lambda q: (202, {'Retry-After': '7'}, {}),
    'refuse': lambda q: (422, {}, {'error': 'wrong question'}),
    'forbid': lambda q: (403, {}, {}),
    'redirect': lambda q: (302, {'Location': '/elsewhere'}, {}),
    'wrong_id': lambda q: (200, {}, other(q, id='another')),
    'wrong_shape': lambda q: (200, {}, {'id': q['id'], 'result': 'yes'}),
    'wrong_outcome': lambda q: (200, {}, other(q, outcome='perhaps')),
    'extra_field': lambda q: (200, {}, other(q, colour='red')),
    'list': lambda q: (200, {}, [answer_to(q)]),
    'not_json': lambda q: (200, {}, b'<html>It works!</html>'),
    'deep': lambda q: (200, {}, b'{"id":' + b'[' * 100000),
    'huge': lambda q: (200, {}, b' ' * 2_000_000),
}


class Registry(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def send(self, status, headers, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {'Content-Type': 'application/json', **headers}.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self):
        return self.rfile.read(int(self.headers.get('Content-Length', 0)))

    def do_GET(self):
        if self.path == '/elsewhere':
            with lock:
                state['seen'].append({'path': self.path, 'headers': {}, 'body': None})
        with lock:
            self.send(200, {}, state['seen'])

    def do_POST(self):
        try:
            self.post()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the one who asked is gone

    def post(self):
        body = self.body()
        if self.path == '/control':
            with lock:
                state.update(plan=[], otherwise='answer', seen=[], released=False, last=None)
                state.update(json.loads(body))
            return self.send(200, {}, {})
        if self.path == '/release':
            with lock:
                state['released'] = True
                lock.notify_all()
            return self.send(200, {}, {})
        question = json.loads(body)
        with lock:
            state['seen'].append({'path': self.path, 'headers': {k.lower(): v for k, v in self.headers.items()},
                                  'body': question, 'raw': body.decode()})
            way = state['plan'].pop(0) if state['plan'] else state['otherwise']
        if way == 'hold':
            with lock:
                lock.wait_for(lambda: state['released'], 60)
            way = 'answer'
        if way == 'old':
            self.send(*BODIES['answer'](state['last'] or {'id': 'none', 'question': {}}))
        elif way == 'drop':
            self.close_connection = True
            self.connection.close()
        elif way == 'half':
            self.send_response(200)
            self.send_header('Content-Length', '1000')
            self.end_headers()
            self.wfile.write(b'{"id": ')
            self.wfile.flush()
            self.close_connection = True
        else:
            self.send(*BODIES[way](question))
        with lock:
            state['last'] = question


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def main():
    server = Server(('127.0.0.1', 0), Registry)
    scheme = 'http'
    if len(sys.argv) > 2 and sys.argv[1] == '--tls':
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = 'https'
    print(f'listens on {scheme}://127.0.0.1:{server.server_address[1]}', flush=True)
    server.serve_forever()


if __name__ == '__main__':
    main()

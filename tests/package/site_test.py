"""The site of nginx: as it is packaged, but for ports, certificate and the height of limits."""
import http.client
import http.server
import socket
import ssl
import threading
import unittest

from support import PATIENCE, SOURCE, InFolder, ask, free_port, run, wait_until

SITE = SOURCE / 'packaging/nginx-site.conf'
NAME = 'navbat.example.uz'


class Upstream(http.server.BaseHTTPRequestHandler):
    """Stands in for the program: tells what it was sent, and has a stream whose end it waits to be allowed."""
    protocol_version = 'HTTP/1.1'
    may_end = threading.Event()

    def do_GET(self):
        if self.path == '/stream':
            self.send_response(200)
            self.send_header('Content-Type', 'text/event-stream')
            self.end_headers()
            self.wfile.write(b'data: 1\n\n')
            self.wfile.flush()
            self.may_end.wait(PATIENCE)
            self.close_connection = True
            return
        body = '\n'.join(f'{name}: {value}' for name, value in self.headers.items()).encode()
        self.send_response(404 if self.path == '/none' else 200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Site(InFolder):
    connections, burst = 500, 500

    def setUp(self):
        super().setUp()
        Upstream.may_end.clear()
        self.upstream = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Upstream)
        self.upstream.daemon_threads = True
        threading.Thread(target=self.upstream.serve_forever, daemon=True).start()
        self.addCleanup(self.upstream.server_close)
        self.addCleanup(self.upstream.shutdown)
        self.addCleanup(Upstream.may_end.set)
        self.write_configuration()

    def write_configuration(self):
        run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj',
            f'/CN={NAME}', '-addext', f'subjectAltName=DNS:{NAME}', '-keyout', self.folder / 'key.pem', '-out',
            self.folder / 'certificate.pem', check=True)
        self.plain, self.secure = free_port(), free_port()
        site = SITE.read_text()
        for here, there in (('listen 80;', f'listen 127.0.0.1:{self.plain};'),
                            ('listen 443 ssl', f'listen 127.0.0.1:{self.secure} ssl'),
                            ('  listen [::]:80;\n', ''), ('  listen [::]:443 ssl http2;\n', ''),
                            ('/etc/biroyna/tls', str(self.folder)),
                            ('127.0.0.1:8080', f'127.0.0.1:{self.upstream.server_port}'),
                            ('limit_conn biroyna_connections 500;', f'limit_conn biroyna_connections {self.connections};'),
                            ('burst=500', f'burst={self.burst}')):
            self.assertIn(here, site)
            site = site.replace(here, there)
        (self.folder / 'site.conf').write_text(site)
        temporary = ''.join(f'{kind}_temp_path {self.folder}/{kind};\n'
                            for kind in ('client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi'))
        self.configuration = self.folder / 'nginx.conf'
        self.configuration.write_text(f'user root;\nworker_processes 1;\ndaemon off;\npid {self.folder}/pid;\n'
                                      f'error_log {self.folder}/error.log;\nevents {{}}\n'
                                      f'http {{\naccess_log off;\n{temporary}include {self.folder}/site.conf;\n}}\n')

    def start_nginx(self):
        self.start('nginx', '-c', self.configuration, '-e', self.folder / 'error.log')
        wait_until(lambda: self.listens(self.secure))

    @staticmethod
    def listens(port):
        try:
            socket.create_connection(('127.0.0.1', port), PATIENCE).close()
            return True
        except ConnectionRefusedError:
            return False

    def connect(self, source='127.0.0.1'):
        trusted = ssl.create_default_context(cafile=self.folder / 'certificate.pem')
        connection = http.client.HTTPSConnection('127.0.0.1', self.secure, timeout=PATIENCE, context=trusted,
                                                 source_address=(source, 0))
        connection.sock = trusted.wrap_socket(
            socket.create_connection(('127.0.0.1', self.secure), PATIENCE, (source, 0)), server_hostname=NAME)
        self.addCleanup(connection.close)
        return connection

    def ask(self, path, headers=None, connection=None, body=None):
        connection = connection or self.connect()
        connection.request('POST' if body else 'GET', path, body, {'Host': NAME, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


class AsItIs(Site):
    def test_nginx_takes_it(self):
        told = run('nginx', '-t', '-q', '-c', self.configuration, '-e', self.folder / 'error.log')
        self.assertEqual((told.returncode, told.stderr), (0, ''))

    def test_what_it_does_to_requests(self):
        self.start_nginx()
        with self.subTest('plain requests are sent to HTTPS, by the name of the site'):
            status, headers, _ = ask(self.plain, 'GET', '/a?b=c', {'Host': 'evil.example.org'})
            self.assertEqual((status, headers['Location']), (301, f'https://{NAME}/a?b=c'))
        for path in ('/', '/none'):
            with self.subTest('HSTS', path=path):
                self.assertEqual(self.ask(path)[1].get_all('Strict-Transport-Security'), ['max-age=31536000'])
        with self.subTest('what a client says about its address is not passed on'):
            told = self.ask('/', {'X-Forwarded-For': '6.6.6.6'})[2]
            self.assertIn('X-Forwarded-For: 127.0.0.1\n', told)
            self.assertNotIn('6.6.6.6', told)
            self.assertIn(f'Host: {NAME}', told)
        with self.subTest('live updates come at once'):
            connection = self.connect()
            connection.request('GET', '/stream', headers={'Host': NAME})
            self.assertEqual(connection.getresponse().read(9), b'data: 1\n\n')
        with self.subTest('a document of 20 MB is let through, more than 21 MB is not'):
            self.assertEqual(self.ask('/', body=b'x' * (20 << 20))[0], 204)
            connection = self.connect()
            connection.putrequest('POST', '/')
            connection.putheader('Content-Length', str(22 << 20))
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, 413)
        with self.subTest('figures are for this computer'):
            self.assertEqual(self.ask('/metrics')[0], 200)
            self.assertEqual(self.ask('/metrics', connection=self.connect('127.0.0.2'))[0], 403)


class Limits(Site):
    connections, burst = 3, 5

    def test_connections_and_requests_of_one_client(self):
        self.start_nginx()
        streams = [self.connect() for _ in range(self.connections)]
        for stream in streams:
            stream.request('GET', '/stream', headers={'Host': NAME})
            self.assertEqual(stream.getresponse().status, 200)
        self.assertEqual(self.ask('/')[0], 429, 'one more connection')
        self.assertEqual(self.ask('/', connection=self.connect('127.0.0.2'))[0], 200, 'another client')
        busy = self.connect('127.0.0.3')
        answered = [self.ask('/', connection=busy)[0] for _ in range(100)]
        self.assertIn(429, answered)
        self.assertEqual(answered[:5], [200] * 5)


if __name__ == '__main__':
    unittest.main()

// The registries of agencies on a port of their own: each answers as the test says, and remembers what it was asked.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from './centre.js';

export interface Question { id: string; registry: string; case: string; step: string; question: Record<string, unknown> }
export interface Answer { outcome: 'confirmed' | 'denied' | 'unknown'; comment?: string; data?: object }

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}

export class Registries {
  readonly asked: Question[] = [];
  private server?: Server;

  constructor(private readonly answers: Record<string, Answer>) {}

  // As the settings of the program name them.
  async start(): Promise<Registry[]> {
    const server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const question = JSON.parse(body) as Question;
        this.asked.push(question);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ id: question.id, ...this.answers[question.registry] }));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return Object.keys(this.answers).map((id) => ({ id, url }));
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

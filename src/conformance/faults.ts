import type { ServerResponse } from 'node:http';

/** Answers a request in a wrong way. */
export type Fault = (response: ServerResponse) => void;

function page(status: number, html: string): Fault {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  };
}

function json(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

const gateway = (status: number, title: string) =>
  page(status, `<!doctype html><html lang="en"><title>${status}</title><h1>${title}</h1></html>`);

const login =
  '<!DOCTYPE html><html><head><title>Odoo</title></head><body><form action="/web/login"><input type="password" name="password"></form></body></html>';

const redirect = (location: string): Fault => {
  return (response) => {
    response.writeHead(302, { location }).end();
  };
};

/** A body that says it is longer than what comes. */
const truncated: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
  response.write('{"jsonrpc": "2.0", "id": 1, "result": {"name": {"type": "ch');
  response.socket?.end();
};

/** A byte now and then, for ever: each one would start a timeout anew that only looks at silence. */
const drip: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};

const huge: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(2 ** 40) });
  response.write('{"result": "');
};

/** Ways in which servers, and what stands in front of them, answer wrongly. */
export const faults = {
  'unauthorised (401)': json(401, '{"message": "Unauthorized"}'),
  'forbidden (403)': gateway(403, 'Forbidden'),
  'not found (404)': gateway(404, 'Not Found'),
  'expectation failed (417)': gateway(417, 'Expectation Failed'),
  'too many requests for an hour (429)': json(429, '{}', { 'retry-after': '3600' }),
  'server error (500)': gateway(500, 'Internal Server Error'),
  'bad gateway (502)': gateway(502, 'Bad Gateway'),
  'maintenance (503)': gateway(503, 'Service Unavailable'),
  'gateway timeout (504)': gateway(504, 'Gateway Time-out'),
  'a login page with 200': page(200, login),
  'a maintenance page with 200': page(200, '<html><h1>We will be back soon</h1></html>'),
  'a redirect to another host': redirect('http://127.0.0.2:9/jsonrpc'),
  'a redirect to a login page': redirect('/web/login?redirect=%2Fjsonrpc'),
  'a body that breaks off': truncated,
  'a connection that is reset': (response) => void response.socket?.resetAndDestroy(),
  'no answer at all': () => {},
  'a body that drips': drip,
  'a body of a terabyte': huge,
  'an empty body': json(200, ''),
  'something that is no JSON': json(200, 'Ok.'),
  'JSON that breaks off': json(200, '{"jsonrpc": "2.0", "id": 1, "result": {"a'),
  'JSON of another service': json(200, '{"hello": "world"}'),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;

/** Names of all faults. */
export const faultNames = Object.keys(faults) as readonly FaultName[];

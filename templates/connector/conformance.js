// @ts-check
import { createServer } from 'node:http';
import connector from './index.js';

/** What the server of the tests knows: in the form of the real one. */
const entities = {
  order: [
    { name: 'number', type: 'text', length: 20, label: 'Number', required: true },
    { name: 'state', type: 'choice', values: ['open', 'closed'], label: 'State', required: false },
    { name: 'due', type: 'day', label: 'Due', required: false },
  ],
  item: [{ name: 'pieces', type: 'whole', label: 'Pieces', required: true }],
};

/**
 * What `seam connector test` and the tests put the connector to.
 * @type {import('erp-seam/conformance').Subject}
 */
export default {
  plugin: connector,
  async start() {
    const token = 'token-of-the-tests';
    const server = createServer((request, response) => {
      const [, , name] = (request.url ?? '').split('/').map(decodeURIComponent);
      const known = request.headers.authorization === `Bearer ${token}`;
      const fields = name === undefined ? undefined : /** @type {Record<string, unknown>} */ (entities)[name];
      const body =
        name === undefined
          ? { version: '1.0', entities: Object.keys(entities).map((each) => ({ name: each })) }
          : fields && { fields };
      response.writeHead(known ? (body ? 200 : 404) : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(known ? (body ?? {}) : {}));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return {
      url: `http://127.0.0.1:${port}`,
      options: { auth: { token } },
      secrets: [token],
      entities: Object.keys(entities),
      unknown: 'nobody',
      close: async () => {
        server.closeAllConnections();
        server.close();
      },
    };
  },
};

// @ts-check
import { createConnection } from 'mysql2/promise';
import { mysql } from '../../dist/connectors/mysql/index.js';

const url = new URL(process.env['SEAM_TEST_MYSQL'] ?? 'mysql://root@127.0.0.1:3306/test');

/** Each column once, with its type, default and comment. */
const rows = `
SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, COLUMN_COMMENT
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?`;

/**
 * A database of its own with so many tables of twenty columns, keys, checks and foreign keys.
 * @param {number} tables
 * @returns {Promise<import('./index.js').Bench>}
 */
export async function mysqlBench(tables) {
  const database = `seam_bench_${process.pid}`;
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const port = Number(url.port || '3306');
  const client = await createConnection({ host: url.hostname, port, user, password });
  await client.query(`CREATE DATABASE ${database}`);
  await client.query(`USE ${database}`);
  const texts = Array.from({ length: 15 }, (_, index) => `text_${index} varchar(${index + 5})`);
  for (let number = 0; number < tables; number++) {
    await client.query(`CREATE TABLE kumquat_${number} (id int PRIMARY KEY, ${texts.join(', ')},
      state enum('draft', 'done') NOT NULL, price decimal(12, 2) CHECK (price >= 0), code varchar(20) UNIQUE, parent int,
      FOREIGN KEY (parent) REFERENCES kumquat_${number} (id))`);
  }
  return {
    name: 'MySQL or MariaDB',
    url: `mysql://${url.hostname}:${port}/${database}`,
    options: { auth: { user, ...(password === '' ? {} : { password }) } },
    plugin: /** @type {any} */ (mysql),
    bare: async () => {
      const [found] = await client.query(rows, [database]);
      return Array.isArray(found) ? found.length : 0;
    },
    async close() {
      await client.query(`DROP DATABASE ${database}`);
      await client.end();
    },
  };
}

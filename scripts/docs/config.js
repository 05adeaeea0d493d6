// @ts-check
import { stringify } from 'yaml';
import { keysOf } from '../../dist/config/keys.js';
import { readBaseSchema } from '../../dist/config/schema.js';
import { connectorNames, loadConnector } from '../../dist/connectors/registry.js';
import { cell, generated, table } from './table.js';

const whole = `# yaml-language-server: $schema=./node_modules/erp-seam/schema/seam.schema.json
contracts: contracts
failOn: warning
sources:
  erp-prod:
    connector: odoo
    url: https://erp.example.com
    database: prod
    auth: { user: seam-reader, apiKey: "\${ODOO_API_KEY}" }
    entities:
      - res.partner
      - "sale.*"
      - "!sale.report"
      - { name: product.template, fields: [name, list_price, "x_*"] }
  erp-uat:
    connector: odoo
    url: https://uat.example.com
    database: uat
    auth: { user: seam-reader, apiKey: "\${file:/run/secrets/odoo-uat}" }
    contractsOf: erp-prod
seams:
  webshop-orders:
    owner: team-commerce
    runbook: https://wiki.example.com/webshop-orders
    uses:
      - { contract: erp-prod/sale.order, direction: both, fields: [partner_id, state, "order_line.*"] }
      - { contract: erp-prod/res.partner, direction: read, strict: true }
rules:
  - { rule: max-length-raised, direction: read, verdict: info, path: "erp-prod/*/description" }
renames:
  erp-prod/res.partner: { ref: reference }
  erp-prod: { sale.order.template: sale.order.blueprint }
`;

/** The page of every key of seam.yaml. */
export async function configPage() {
  const connectors = await Promise.all(connectorNames.map(section));
  return [
    '# seam.yaml',
    generated('`schema/seam.schema.json` and the schemas of the connectors'),
    `\`\`\`yaml\n${whole}\`\`\``,
    'An editor completes the keys by the first line. `seam schema --output FILE` writes a schema that knows the keys of every connector too, plugins included; name that one instead.',
    'A path in the file is relative to its folder. `seam check --config FILE` reads another file.',
    '## Secrets',
    table(
      ['placeholder', 'gives'],
      [
        ['`${NAME}`', 'the environment variable'],
        ['`${file:path}`', 'what the file holds, without the line end'],
        [
          '`${cmd:program argument}`',
          'what the program writes to stdout; it is started without a shell, in the folder of `seam.yaml`',
        ],
        ['`$${`', 'the two characters themselves'],
      ],
    ),
    'They are filled in when a source is contacted: in `url`, `file`, the keys of the connector, and the keys of the transport. A credential in clear is refused.',
    '## Keys',
    'Names that you choose stand as `*`; `[]` is an item of a list.',
    keyTable(keysOf(await readBaseSchema()), []),
    '## Keys of the connectors',
    'In a source, beside those above. `seam connectors NAME` prints them too, for plugins as well.',
    ...connectors,
    '',
  ].join('\n\n');
}

/** @param {string} name */
async function section(name) {
  const { options, secrets } = await loadConnector(name, '.');
  const keys = keysOf(options);
  return [`### ${name}`, keys.length === 0 ? 'None of its own.' : keyTable(keys, secrets)].join('\n\n');
}

/**
 * @param {readonly import('../../dist/model/connector-sheet.js').KeyRow[]} keys
 * @param {readonly string[]} secrets
 */
function keyTable(keys, secrets) {
  return table(
    ['key', 'type', 'default', 'meaning', 'example'],
    keys.map(({ path, type, required, default: standard, meaning = '', example = standard }) => [
      `\`${path}\`${required ? ', required' : ''}`,
      `${cell(type)}${secrets.includes(path) ? ', secret' : ''}`,
      standard === undefined ? '' : yaml(standard),
      cell(meaning),
      example === undefined ? '' : yaml(example),
    ]),
  );
}

/** @param {import('../../dist/model/json.js').Json} value */
function yaml(value) {
  return `\`${cell(stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd())}\``;
}

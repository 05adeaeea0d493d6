// Writes a metadata document of version 4 of about so many megabytes: entity types with properties, annotations and
// navigation properties, and a container, as Finance & Operations has them.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const types = [
  'Edm.String" MaxLength="40',
  'Edm.Decimal" Precision="16" Scale="3',
  'Edm.Date',
  'Edm.Int32',
  'Edm.Boolean',
  'Edm.DateTimeOffset" Precision="7',
];

/**
 * @param {string} file
 * @param {number} megabytes
 * @returns {Promise<number>} number of entity types
 */
export async function generate(file, megabytes) {
  const out = createWriteStream(file);
  /** @param {string} text */
  const write = async (text) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await write(`<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices>
<Schema Namespace="Kumquat.Data" xmlns="http://docs.oasis-open.org/odata/ns/edm">
`);
  let written = 0;
  let count = 0;
  while (written < megabytes * 1024 * 1024) {
    const text = entityType(count);
    written += text.length;
    count += 1;
    await write(text);
  }
  await write('<EntityContainer Name="Container">\n');
  for (let index = 0; index < count; index++) {
    await write(`<EntitySet Name="Set${index}" EntityType="Kumquat.Data.Entity${index}"/>\n`);
  }
  await write('</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n');
  out.end();
  await once(out, 'finish');
  return count;
}

/** @param {number} number */
function entityType(number) {
  const properties = Array.from({ length: 80 }, (_, index) => {
    const label = `Field &quot;${index}&quot; of ${number}`;
    return `<Property Name="Field${index}" Type="${types[index % types.length]}" Nullable="${index % 3 === 0 ? 'false' : 'true'}"><Annotation Term="Org.OData.Core.V1.Description" String="${label}"/></Property>`;
  });
  const navigations = Array.from(
    { length: 8 },
    (_, index) =>
      `<NavigationProperty Name="To${index}" Type="Collection(Kumquat.Data.Entity${(number * 7 + index) % 500})"/>`,
  );
  return [
    `<EntityType Name="Entity${number}">`,
    '<Key><PropertyRef Name="Field0"/></Key>',
    ...properties,
    ...navigations,
    '</EntityType>\n',
  ].join('\n');
}

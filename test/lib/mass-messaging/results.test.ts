import type { ResultLine } from '../../../lambda/mass-messaging/outcome';
import { only, propertiesOf, templateWith } from './assembly';

const template = templateWith();
const line: ResultLine = {
  campaign: 'spring',
  recipient: 'r-1',
  outcome: 'delivered',
  at: '2026-11-21T08:00:00.000Z',
  attempts: 1,
  position: 0,
  reason: '',
};

interface TableInput {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly PartitionKeys: readonly { readonly Name: string }[];
  readonly StorageDescriptor: { readonly Columns: readonly { readonly Name: string; readonly Type: string }[] };
}
const table = only(template, 'AWS::Glue::Table').TableInput as TableInput;
const stream = only(template, 'AWS::KinesisFirehose::DeliveryStream').ExtendedS3DestinationConfiguration as Readonly<
  Record<string, unknown>
>;

test('the table has a column for each property of a line', () => {
  const sqlTypes = { string: ['string', 'timestamp'], number: ['int', 'bigint'] };
  const columns = new Map(table.StorageDescriptor.Columns.map(({ Name, Type }) => [Name, Type]));
  expect([...columns.keys()].sort()).toEqual(Object.keys(line).sort());
  for (const [name, value] of Object.entries(line)) {
    expect(sqlTypes[typeof value as 'string' | 'number']).toContain(columns.get(name));
  }
});

test('Firehose writes where the partitions of the table are', () => {
  const location = JSON.stringify(table.Parameters['storage.location.template']);
  expect(table.PartitionKeys.map(({ Name }) => Name)).toEqual(['day']);
  expect(location).toContain(`/outcomes/day=\${day}`);
  expect(stream.Prefix).toBe('outcomes/day=!{timestamp:yyyy-MM-dd}/');
  expect(table.Parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.day.format': 'yyyy-MM-dd',
    'projection.day.range': expect.stringMatching(/^\d{4}-\d\d-\d\d,NOW$/),
  });
});

test('Firehose makes Parquet of JSON by that table', () => {
  expect(stream.DataFormatConversionConfiguration).toMatchObject({
    Enabled: true,
    InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
  });
});

test('answers of Athena are encrypted, and a query has a limit', () => {
  expect(only(template, 'AWS::Athena::WorkGroup').WorkGroupConfiguration).toMatchObject({
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery: expect.any(Number),
    ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
  });
});

test('saved queries ask for days and for columns that the table has', () => {
  const queries = propertiesOf(template, 'AWS::Athena::NamedQuery').map(({ QueryString }) => String(QueryString));
  expect(queries).toHaveLength(3);
  for (const query of queries) {
    expect(query).toContain('day between ? and ?');
    expect(query).toContain(`from ${table.Name}`);
  }
});

/** CREATE TYPE and CREATE DOMAIN. */
import { assertNever } from '../../assertNever.ts';
import { quoteName, quoteQualified } from '../name.ts';
import type { DomainType, UserType } from '../snapshot.ts';
import { typeText } from '../type.ts';
import { commentOn, literal, words } from './sqlText.ts';

export function typeDdl(type: UserType): readonly string[] {
  const keyword = type.kind === 'domain' ? 'DOMAIN' : 'TYPE';
  const name = quoteQualified(type.name);
  return [
    `CREATE ${keyword} ${name} AS ${body(type)};`,
    ...(type.kind === 'domain' ? laterChecks(type) : []),
    ...commentOn(`${keyword} ${name}`, type.comment),
  ];
}

function body(type: UserType): string {
  switch (type.kind) {
    case 'enum':
      return `ENUM ${block(type.labels.map(literal))}`;
    case 'composite':
      return block(
        type.attributes.map((attribute) => `${quoteName(attribute.name)} ${typeText(attribute.type)}`),
      );
    case 'range':
      return `RANGE (SUBTYPE = ${typeText(type.subtype)})`;
    case 'domain':
      return words(
        typeText(type.baseType),
        type.collation && `COLLATE ${type.collation}`,
        !type.nullable && 'NOT NULL',
        type.default && `DEFAULT ${type.default}`,
        ...type.checks.filter(({ notValid }) => !notValid).map(checkDdl),
      );
    default:
      return assertNever(type, 'type');
  }
}

/** CREATE DOMAIN has no NOT VALID. */
function laterChecks({ name, checks }: DomainType): readonly string[] {
  return checks
    .filter(({ notValid }) => notValid)
    .map((check) => `ALTER DOMAIN ${quoteQualified(name)} ADD ${checkDdl(check)} NOT VALID;`);
}

function checkDdl({ name, expression }: DomainType['checks'][number]): string {
  return `CONSTRAINT ${quoteName(name)} CHECK (${expression})`;
}

/** One item per line, so that a comparison shows each change as one line. */
export function block(items: readonly string[]): string {
  return items.length === 0 ? '()' : `(\n${items.map((item) => `  ${item}`).join(',\n')}\n)`;
}

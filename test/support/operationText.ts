/** Operations as lines of text, for expected files that people can read. */

import type { SchemaCondition } from '../../src/core/migration/operations/condition.ts';
import type {
  ColumnDefinition,
  ConstraintDefinition,
} from '../../src/core/migration/operations/definitions.ts';
import type { MigrationOperation } from '../../src/core/migration/operations/operation.ts';
import { typeText } from '../../src/core/schema/type.ts';
import type { Location } from '../../src/core/text/range.ts';

/** @param text The script: each operation shows the line that it is written in. */
export function operationsText(operations: readonly MigrationOperation[], text: string, indent = ''): string {
  return operations.map((operation) => operationText(operation, text, indent)).join('');
}

function operationText(operation: MigrationOperation, text: string, indent: string): string {
  const { kind, location, sql: _, whole: _whole, autocommit, ...rest } = operation;
  const head = `${indent}${placeText(location, text)}: ${kind}${autocommit ? ' (autocommit)' : ''}`;
  const deeper = `${indent}  `;
  if (operation.kind === 'conditional') {
    const then = operationsText(operation.then, text, deeper);
    const otherwise = operationsText(operation.otherwise, text, deeper);
    return `${head} ${conditionText(operation.condition)}\n${then}${otherwise === '' ? '' : `${indent}else\n${otherwise}`}`;
  }
  if (operation.kind === 'attempt') {
    const failed = operationsText(operation.onFailure, text, deeper);
    return `${head}\n${operationsText(operation.attempt, text, deeper)}${failed === '' ? '' : `${indent}on failure\n${failed}`}`;
  }
  if (operation.kind === 'createTable') {
    const { columns, constraints, ...more } = operation.definition;
    const lines = [...columns.map(columnText), ...constraints.map(constraintText)];
    const options = Object.keys(more).length === 0 ? '' : ` ${valueText(more)}`;
    const exists = operation.ifNotExists ? ' if not exists' : '';
    return `${head} ${valueText(operation.table)}${exists}${options}\n${lines.map((one) => `${deeper}${one}\n`).join('')}`;
  }
  if (operation.kind === 'addColumn')
    return `${head} ${valueText(operation.table)} ${columnText(operation.column)}\n`;
  if (operation.kind === 'addConstraint')
    return `${head} ${valueText(operation.table)} ${constraintText(operation.constraint)}\n`;
  return `${head} ${valueText(rest)}\n`;
}

/** The line; in another file than the script, with that file. */
function placeText({ file, range }: Location, text: string): string {
  if (!file.endsWith('/0001_first.py')) return `${file.split('/').at(-1)} ${range?.start ?? ''}`.trim();
  return range === undefined ? '?' : String(text.slice(0, range.start).split('\n').length);
}

function columnText({ name, type, ...rest }: ColumnDefinition): string {
  return [name, typeText(type), valueText(rest)].filter((part) => part !== '').join(' ');
}

function constraintText({ kind, name, ...rest }: ConstraintDefinition): string {
  return `${kind} ${name ?? '(unnamed)'} ${valueText(rest)}`;
}

export function conditionText(condition: SchemaCondition): string {
  switch (condition.kind) {
    case 'not':
      return `not ${conditionText(condition.condition)}`;
    case 'and':
    case 'or':
      return `(${condition.conditions.map(conditionText).join(` ${condition.kind} `)})`;
    case 'unknown':
      return 'unknown';
    default: {
      const { kind, ...rest } = condition;
      return `${kind} ${valueText(rest)}`;
    }
  }
}

/** `schema.name` for names, `key=value` for the rest. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.keys(value);
  if ('array' in value && 'name' in value) return typeText(value as Parameters<typeof typeText>[0]);
  if (
    'name' in value &&
    typeof value.name === 'string' &&
    keys.every((key) => key === 'name' || key === 'schema')
  ) {
    const { schema, name } = value as { schema?: string; name: string };
    return schema === undefined ? name : `${schema}.${name}`;
  }
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${key}=${valueText(one)}`)
    .join(' ');
}

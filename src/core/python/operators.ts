/** Python's operators on known values. */
import { isSequence, type PyValue, pathOf, sameValue, unknown, unknownAt } from './value.ts';

export function binary(operator: string, left: PyValue, right: PyValue): PyValue {
  if (operator === '%' && left.kind === 'string') return percentFormat(left.text, right);
  if (left.kind === 'int' && right.kind === 'int') return ofIntegers(operator, left.value, right.value);
  if (operator !== '+') return unknown;
  if (left.kind === 'string' && right.kind === 'string')
    return { kind: 'string', text: left.text + right.text };
  const alike = isSequence(left) && isSequence(right) && left.kind === right.kind && left.kind !== 'set';
  return alike ? { kind: left.kind, items: [...left.items, ...right.items] } : unknown;
}

function ofIntegers(operator: string, left: number, right: number): PyValue {
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '**': right < 0 ? Number.NaN : left ** right,
    '//': Math.floor(left / right),
  };
  const value = results[operator];
  return value !== undefined && Number.isSafeInteger(value) ? { kind: 'int', value } : unknown;
}

/** As `str(value)`; `undefined` for what is not plain. */
export function textOf(value: PyValue): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'int':
      return String(value.value);
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    default:
      return undefined;
  }
}

export function subscript(object: PyValue, key: PyValue): PyValue {
  if (object.kind === 'dict' && key.kind === 'string') return object.entries.get(key.text) ?? unknown;
  if (isSequence(object) && key.kind === 'string')
    return object.items[object.names?.indexOf(key.text) ?? -1] ?? unknown;
  if (object.kind === 'object') return object.items?.get(textOf(key) ?? '') ?? unknown;
  if (key.kind === 'int' && (object.kind === 'tuple' || object.kind === 'list')) {
    return object.items.at(key.value) ?? unknown;
  }
  const path = pathOf(object);
  if (path === undefined || (key.kind !== 'int' && key.kind !== 'string')) return unknown;
  return unknownAt(`${path}[${key.kind === 'int' ? key.value : `'${key.text}'`}]`);
}

/** `a < b`, `a in b`, `a is not None`, and chains of them. */
export function comparison(operands: readonly PyValue[], operators: readonly string[]): PyValue {
  let result: boolean | undefined = true;
  for (const [index, operator] of operators.entries()) {
    const truth = compare(operands[index] ?? unknown, operator, operands[index + 1] ?? unknown);
    if (truth === false) return { kind: 'bool', value: false };
    if (truth === undefined) result = undefined;
  }
  return result === undefined ? unknown : { kind: 'bool', value: result };
}

function compare(left: PyValue, operator: string, right: PyValue): boolean | undefined {
  const version = comparePythonVersion(left, operator, right);
  if (version !== undefined) return version;
  if (right.kind === 'none' && left.kind === 'object')
    return /^(?:==|is)$/.test(operator) ? false : /^(?:!=|is not)$/.test(operator) || undefined;
  if (!isPlain(left) || !isPlain(right)) return undefined;
  switch (operator) {
    case '==':
    case 'is':
      return sameValue(left, right);
    case '!=':
    case 'is not':
      return !sameValue(left, right);
    case 'in':
    case 'not in':
      return contains(right, left) === undefined ? undefined : contains(right, left) === (operator === 'in');
    default:
      return left.kind === 'int' && right.kind === 'int'
        ? ordered(left.value - right.value, operator)
        : undefined;
  }
}

function isPlain(value: PyValue): boolean {
  if (isSequence(value)) return value.items.every(isPlain);
  if (value.kind === 'dict') return !value.open;
  return value.kind === 'string' || value.kind === 'int' || value.kind === 'bool' || value.kind === 'none';
}

function contains(container: PyValue, item: PyValue): boolean | undefined {
  if (isSequence(container)) return container.items.some((candidate) => sameValue(candidate, item));
  if (item.kind !== 'string') return undefined;
  if (container.kind === 'string') return container.text.includes(item.text);
  return container.kind === 'dict' ? container.entries.has(item.text) : undefined;
}

function ordered(difference: number, operator: string): boolean | undefined {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      return undefined;
  }
}

/** Alembic runs on Python 3.10 and later; what follows from that alone is known. */
const oldestPython = [3, 10];

function comparePythonVersion(left: PyValue, operator: string, right: PyValue): boolean | undefined {
  const path = pathOf(left);
  if (path === 'sys.version_info[0]' || path === 'sys.version_info.major') {
    if (right.kind !== 'int') return undefined;
    return operator === '=='
      ? right.value === 3
      : operator === '!='
        ? right.value !== 3
        : ordered(3 - right.value, operator);
  }
  if (path !== 'sys.version_info' || right.kind !== 'tuple') return undefined;
  const [major, minor = 0] = right.items.map((item) => (item.kind === 'int' ? item.value : Number.NaN));
  if (major === undefined || Number.isNaN(major) || Number.isNaN(minor)) return undefined;
  const newer = major < 3 || (major === 3 && minor < (oldestPython[1] ?? 0));
  if (!newer && major <= 3) return undefined;
  return operator === '>' || operator === '>='
    ? newer
    : operator === '<' || operator === '<='
      ? !newer
      : undefined;
}

/** `'%s_%s' % (a, b)`, `'%(a)s' % {…}`; only the conversions that print plain values. */
function percentFormat(format: string, value: PyValue): PyValue {
  const items = value.kind === 'tuple' ? [...value.items] : [value];
  let known = true;
  const text = format.replace(
    /%(?:\((\w+)\))?([a-zA-Z%])|%/g,
    (_, key: string | undefined, conversion: string | undefined) => {
      if (conversion === '%') return '%';
      const item = key === undefined ? items.shift() : subscript(value, { kind: 'string', text: key });
      const piece =
        conversion === 's' || (conversion === 'd' && item?.kind === 'int')
          ? textOf(item ?? unknown)
          : undefined;
      if (piece === undefined) known = false;
      return piece ?? '';
    },
  );
  return known ? { kind: 'string', text } : unknown;
}

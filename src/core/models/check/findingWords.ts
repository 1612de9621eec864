/**
 * Findings in words, the same in the editor and on the command line: what is where, then why. Findings that differ only
 * in their object, such as the columns that one mixin gives to many tables, are told in one sentence.
 */
import { assertNever } from '../../assertNever.ts';
import { type ObjectKind, refText } from '../../drift/objectRef.ts';
import { counted, kindText, listText } from '../../drift/words.ts';
import { groupBy } from '../../groupBy.ts';
import { displayName } from '../../schema/name.ts';
import type { FindingKind, FindingPlace, FindingReason, ModelFinding } from './modelFinding.ts';

/** Findings that are alike but for what they are about: never empty. */
export type AlikeFindings = readonly [ModelFinding, ...ModelFinding[]];

/** Names that a sentence bears. */
const NAMES_SHOWN = 3;

/** In the order they come: those of one place that say the same. */
export function alikeFindings(findings: readonly ModelFinding[]): readonly AlikeFindings[] {
  return [...groupBy(findings, likeness).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] as const],
  );
}

function likeness(finding: ModelFinding): string {
  const { kind, severity, object, location, model, places, agreeing, fingerprint } = finding;
  const said = places.map(({ environment, database, reason }) => [environment, database, reason.kind]);
  return JSON.stringify([kind, severity, object.object, location ?? fingerprint, model, said, agreeing]);
}

/** Whole sentences: `users.id is uuid in production; the model says character varying(36). Drifted …`. */
export function findingText(finding: ModelFinding): string {
  return [statementText([finding]), ...reasonTexts([finding])].join(' ');
}

/** What is where. */
export function statementText(findings: AlikeFindings): string {
  const [{ kind, model, places }] = findings;
  const subject = subjectText(findings);
  const [is, it] = findings.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const where = placesText(places);
  const isNowhere = places.every(({ database }) => database === undefined);
  switch (kind) {
    case 'nullability':
      return model === 'NOT NULL'
        ? `${subject} may be NULL ${where}${modelSays(findings, 'NOT NULL')}`
        : `${subject} ${is} NOT NULL ${where}${modelSays(findings, 'that NULL is allowed')}`;
    case 'default':
      return isNowhere
        ? `${subject} ${is} without a default ${where}${modelSays(findings)}`
        : `The default of ${subject} is ${valuesText(places)}${modelSays(findings)}`;
    case 'equivalent-type':
      return `${subject} ${is} ${valuesText(places)}${modelSays(findings)} Both hold the same values.`;
    case 'collation':
      return `The collation of ${subject} is ${valuesText(places)}${modelSays(findings)}`;
    case 'enum-label-order':
      return `The order of the labels of ${refText(findings[0].object)} is ${valuesText(places)}${modelSays(findings)}`;
    case 'foreign-key-type':
      return `${subject} ${is} ${model ?? ''}. PostgreSQL refuses such a foreign key.`;
    case 'foreign-key': {
      const [target, targets] = [targetOf(model), places.map((one) => targetOf(one.database))];
      if (target === undefined || targets.includes(undefined)) break;
      const there = places.map((one, at) => ({ ...one, database: targets[at] }));
      return `${subject} refers to ${valuesText(there)}${modelSays(findings, target)}`;
    }
    case 'surplus-column':
      return `${subject} (${places[0]?.database ?? ''}) ${is} there ${where}, but no model knows ${it}.`;
    case 'surplus-table':
      return `${subject} ${is} there ${where}, but no model knows ${it}.`;
    case 'unmigrated-table':
      return `No migration creates ${findings.length === 1 ? `table ${refText(findings[0].object)}` : subject}${yetThere(findings)}.`;
    default:
      break;
  }
  if (isNowhere) return `${subject} ${is} missing ${where}.`;
  if (model === undefined) return `${subject} ${is} there ${where}, but not in the model.`;
  return `${subject} ${is} ${valuesText(places)}${modelSays(findings)}`;
}

/** Of `(user_id) → users(id)`, which says all of a foreign key: `users(id)`. */
const targetOf = (text: string | undefined): string | undefined =>
  /^\(.*\) \u2192 (.*)$/.exec(text ?? '')?.[1];

/** Somebody made it by hand, or `create_all` did. */
function yetThere([{ agreeing = [] }, ...others]: AlikeFindings): string {
  if (agreeing.length === 0) return '';
  const has = agreeing.length === 1 ? 'has' : 'have';
  return `, yet ${listText(agreeing)} ${has} ${others.length === 0 ? 'it' : 'them'}`;
}

/** `; the model says text, and so does staging.` */
function modelSays(findings: AlikeFindings, said = findings[0].model ?? 'none'): string {
  const { agreeing = [] } = findings[0];
  const says = findings.length === 1 ? 'the model says' : 'the models say';
  const also =
    agreeing.length === 0 ? '' : `, and so ${agreeing.length === 1 ? 'does' : 'do'} ${listText(agreeing)}`;
  return `; ${says} ${said}${also}.`;
}

/** `users.id`, `Table folders`, `companies.organization_id and 4 other columns`. */
function subjectText(findings: AlikeFindings): string {
  const [first] = findings;
  const names = findings.map(nameText);
  const words = kindWords[first.kind] ?? wordsOf(first.object.object);
  if (names.length > NAMES_SHOWN) return `${names[0]} and ${names.length - 1} other ${words[1]}`;
  // A column is known by its dot.
  if (first.object.object === 'column') return listText(names);
  const word = words[names.length === 1 ? 0 : 1];
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${listText(names)}`;
}

/** Keys are known by what they say, whatever their names: `users(email)`. */
function nameText({ kind, object, model, places }: ModelFinding): string {
  const said = model ?? places[0]?.database ?? '';
  return kind in kindWords && said.startsWith('(') ? `${displayName(object.of)}${said}` : refText(object);
}

/** One, and several. */
type Words = readonly [string, string];

const kindWords: Readonly<Partial<Record<FindingKind, Words>>> = {
  'foreign-key': ['foreign key', 'foreign keys'],
  'primary-key': ['primary key', 'primary keys'],
  unique: ['unique key', 'unique keys'],
};

const wordsOf = (kind: ObjectKind): Words => [
  kindText[kind],
  kind === 'index' ? 'indexes' : `${kindText[kind]}s`,
];

/** `in production and staging`, `in local and after all migrations`. */
export function placesText(places: readonly Pick<FindingPlace, 'environment'>[]): string {
  const names = places.flatMap(({ environment }) => environment ?? []);
  const after = places.length > names.length ? ['after all migrations'] : [];
  const between = names.length > 1 ? ', and ' : ' and ';
  return [...(names.length > 0 ? [`in ${listText(names)}`] : []), ...after].join(between);
}

/** `uuid in production and text in staging`. */
function valuesText(places: readonly FindingPlace[]): string {
  const groups = [...groupBy(places, ({ database }) => database ?? '').values()];
  const texts = groups.map((group) => `${group[0]?.database ?? 'missing'} ${placesText(group)}`);
  return groups.every(({ length }) => length === 1) ? listText(texts) : texts.join(', and ');
}

/** Why, a sentence for each reason. */
export function reasonTexts(findings: AlikeFindings): readonly string[] {
  const [{ kind }] = findings;
  if (kind === 'unmigrated-table') return [];
  const all = findings.flatMap(({ places }) => places);
  const verbs = verbsOf(findings);
  return [...groupBy(all, reasonKey).values()].map((group) => reasonText(group, verbs));
}

/** What to do about it, where that is not plain: the models and the migrations agree, and only databases do not. */
export function adviceTexts([{ places, model }]: AlikeFindings): readonly string[] {
  if (!isDriftAlone({ places })) return [];
  const names = listText([...new Set(places.flatMap(({ environment }) => environment ?? []))]);
  const says = model === undefined ? 'that it should not be there' : 'on it';
  return [`The model and the migrations agree ${says}: it is ${names} that should change.`];
}

/** Databases left what their migrations made, and nobody else says otherwise. */
export function isDriftAlone({ places }: Pick<ModelFinding, 'places'>): boolean {
  return places.length > 0 && places.every(({ reason }) => reason.kind === 'drifted');
}

const reasonKey = ({ reason }: FindingPlace): string =>
  `${reason.kind} ${reason.kind === 'unexplained' ? reason.reason : makerOf(reason).length}`;

interface Verbs {
  /** What one revision does, and what several do. */
  readonly does: string;
  readonly should: string;
}

function verbsOf(findings: AlikeFindings): Verbs {
  const [{ model, places }] = findings;
  const it = findings.length === 1 ? 'it' : 'them';
  if (model === undefined) return { does: `drops ${it}`, should: `should have dropped ${it}` };
  if (places.every(({ database }) => database === undefined))
    return { does: `adds ${it}`, should: `should have added ${it}` };
  return { does: `makes ${it} so`, should: `should have made ${it} so` };
}

function reasonText(places: readonly FindingPlace[], { does, should }: Verbs): string {
  const names = new Map(places.map((place) => [place.environment, place]));
  const where = placesText([...names.values()]);
  const reason = places[0]?.reason;
  const makers = new Set(places.flatMap((place) => makerOf(place.reason)));
  const [maker] = makers;
  const who = makers.size === 1 ? maker : counted(makers.size, 'revision');
  switch (reason?.kind) {
    case 'pending':
      return `Pending ${where}: ${who} ${makers.size === 1 ? does : does.replace(/s\b/, '')}.`;
    case 'drifted':
      return maker === undefined
        ? `Drifted ${where}: the migrations say what the model says.`
        : `Drifted ${where}: ${who} ${should}.`;
    case 'unmigrated':
      return `No revision ${does}.`;
    case 'unexplained':
      return `Nobody can tell whether a revision ${does}. ${reason.reason}`;
    case undefined:
      return '';
    default:
      return assertNever(reason, 'reason');
  }
}

const makerOf = (reason: FindingReason): readonly string[] =>
  'maker' in reason && reason.maker !== undefined ? [reason.maker.revision] : [];

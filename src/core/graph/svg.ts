/** The whole picture as a drawing of its own, for documents: on white, without anything a page would have to bring. */
import { type GraphLine, type GraphRow, layoutOf } from './layout.ts';
import { type GraphNode, nodeText, type RevisionGraphPicture } from './picture.ts';

export const rowHeight = 26;
export const laneWidth = 16;
const radius = 4.5;
const margin = 12;
const palette = ['#0b6bcb', '#b4450b', '#1a7f37', '#8250df', '#9a6700', '#bf3989'] as const;

/** @param environment Its pending revisions are drawn as such. */
export function svgOf(picture: RevisionGraphPicture, environment?: string): string {
  const { rows, lanes } = layoutOf(picture);
  const textX = margin + lanes * laneWidth + 8;
  const width =
    textX + Math.max(320, ...rows.map(({ node }) => lengthOf(wordsOf(node, environment)))) + margin;
  const height = rows.length * rowHeight + 2 * margin;
  const pending = new Set(
    picture.nodes
      .filter(({ pendingIn }) => pendingIn.some((name) => name === environment))
      .map(({ id }) => id),
  );
  const isPending = (id: string) => pending.has(id);
  const title = `Revisions of ${picture.project}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, monospace" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...rows.flatMap(({ lines }, row) =>
      lines.map((line) => lineElement(line, row, line.sources.some(isPending))),
    ),
    ...rows.map((one, row) => nodeElement(one, row, textX, isPending(one.node.id), environment)),
    '</svg>',
    '',
  ].join('\n');
}

export const laneX = (lane: number): number => margin + lane * laneWidth + laneWidth / 2;
const rowY = (row: number): number => margin + row * rowHeight + rowHeight / 2;
const colourOf = (lane: number): string => palette[lane % palette.length] ?? palette[0];

/** Straight down, or over to the other lane in one soft bend. */
export function linePath(x1: number, y1: number, x2: number, y2: number): string {
  if (x1 === x2) return `M${x1} ${y1}V${y2}`;
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

function lineElement({ from, to, kind, colour }: GraphLine, row: number, isPending: boolean): string {
  const d = linePath(laneX(from), rowY(row), laneX(to), rowY(row + 1));
  const dashes = kind === 'depends' ? ' stroke-dasharray="3 3"' : '';
  return `<path d="${d}" fill="none" stroke="${colourOf(colour)}" stroke-width="${isPending ? 2.5 : 1.5}"${dashes}/>`;
}

function nodeElement(
  { node, lane }: GraphRow,
  row: number,
  textX: number,
  isPending: boolean,
  environment: string | undefined,
): string {
  const [x, y] = [laneX(lane), rowY(row)];
  const fill = isPending ? '#ffffff' : colourOf(lane);
  return [
    `<g><title>${escaped(nodeText(node))}</title>`,
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" stroke="${colourOf(lane)}" stroke-width="2"/>`,
    `${textElement(wordsOf(node, environment), textX, y + 4)}</g>`,
  ].join('');
}

interface Word {
  readonly text: string;
  readonly fill: string;
  readonly bold?: boolean;
}

const ink = '#1f2328';
const pale = '#656d76';
const alert = '#9a6700';

function wordsOf(node: GraphNode, environment: string | undefined): readonly Word[] {
  const isPending = environment !== undefined && node.pendingIn.includes(environment);
  const words: readonly Word[] = [
    { text: node.id, fill: pale },
    { text: node.message, fill: ink },
    ...node.labels.map((label) => ({ text: `(${label})`, fill: pale })),
    ...node.environments.map(({ name, kind, isOld }) => {
      const known = isOld ? `${name} (last known)` : name;
      return kind === 'stamped'
        ? { text: `● ${known}`, fill: ink, bold: true }
        : { text: `○ schema of ${known}`, fill: alert, bold: true };
    }),
    ...(isPending ? [{ text: `pending in ${environment}`, fill: alert }] : []),
  ];
  return words.filter(({ text }) => text !== '');
}

function textElement(words: readonly Word[], x: number, y: number): string {
  const spans = words.map(
    ({ text, fill, bold }, at) =>
      `<tspan${at === 0 ? '' : ` dx="${gap}"`} fill="${fill}"${bold === true ? ' font-weight="700"' : ''}>${escaped(text)}</tspan>`,
  );
  return `<text x="${x}" y="${y}">${spans.join('')}</text>`;
}

const gap = 12;

/** Of text in a monospaced font of this size, with a little to spare: fonts differ. */
function lengthOf(words: readonly Word[]): number {
  return Math.ceil(words.reduce((length, { text }) => length + text.length * 7.4 + gap, 0));
}

function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * Python's grammar on web-tree-sitter: loads both, parses, and frees every tree.
 *
 * The two `.wasm` files lie beside the bundle; run from source, they are taken from their packages.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import type { SyntaxNode, SyntaxParser } from '../core/text/syntax.ts';
import { PythonNode } from './pythonNode.ts';

let python: Promise<SyntaxParser> | undefined;

/** The parser for Python; loaded when first asked for, shared afterwards. */
export function loadPython(): Promise<SyntaxParser> {
  python ??= load('tree-sitter-python', 'tree-sitter-python.wasm');
  return python;
}

async function load(packageName: string, grammarFile: string): Promise<SyntaxParser> {
  const [engine, grammar] = await Promise.all([
    readFile(wasmPath('web-tree-sitter', 'web-tree-sitter.wasm')),
    readFile(wasmPath(packageName, grammarFile)),
  ]);
  await Parser.init({ wasmBinary: engine });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return { read: (text, visit, start = 0) => read(parser, text, visit, start) };
}

function read<T>(parser: Parser, text: string, visit: (root: SyntaxNode) => T, start: number): T {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('tree-sitter returned no tree although nothing cancelled it.');
  try {
    return visit(new PythonNode(tree.rootNode, { text, start }));
  } finally {
    tree.delete();
  }
}

function wasmPath(packageName: string, file: string): string {
  const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  const beside = join(here, file);
  if (existsSync(beside)) return beside;
  return createRequire(join(here, 'resolve.cjs')).resolve(`${packageName}/${file}`);
}

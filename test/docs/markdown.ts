import { readFileSync } from "node:fs";

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** Number of its first line in the file, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown file, in order. */
export function codeBlocks(file: string): CodeBlock[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```(\w*).*\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    text: match[2]!,
    line: text.slice(0, match.index).split("\n").length + 1,
  }));
}

/** The targets of a Markdown file's links and pictures, code excluded. */
export function linkTargets(file: string): string[] {
  const prose = readFileSync(file, "utf8")
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
}

/** The anchors of a Markdown file's headings, as GitHub and VitePress make them. */
export function anchors(file: string): Set<string> {
  const prose = readFileSync(file, "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
  return new Set(
    [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_\s-]/gu, "")
        .trim()
        .replaceAll(/\s+/g, "-"),
    ),
  );
}

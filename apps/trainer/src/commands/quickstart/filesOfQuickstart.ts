import path from "node:path";
import { filesOfRun } from "@cellgen/training/node";
import { filesBelow } from "../../output/filesBelow.ts";
import { syntheticFiles } from "../../output/syntheticFiles.ts";

/** The files of a run, with its training images in a folder below it. */
export async function filesOfQuickstart(root: string): Promise<string[]> {
  return [...(await filesOfRun(root)), ...(await filesOfCells(root))];
}

/** The training images. */
export async function filesOfCells(root: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of filesBelow(path.join(root, "cells")))
    if (syntheticFiles.test(name)) names.push(`cells/${name}`);
  return names;
}

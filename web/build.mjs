// Builds the browser's part into the package: node web/build.mjs
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readLand } from "./land.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../src/koryu/web/static/");

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await writeFile(`${target}land.json`, JSON.stringify(await readLand()));
const common = { outdir: target, bundle: true, minify: true, target: "es2022", legalComments: "linked" };
await build({ ...common, format: "iife", entryPoints: { early: here("site/early.js") } });
await build({ ...common, format: "esm", entryPoints: { site: here("site/index.js") } });
await build({ ...common, format: "esm", entryPoints: { editor: here("editor/index.js") } });
await build({ ...common, entryPoints: { editor: here("editor/editor.css") } });

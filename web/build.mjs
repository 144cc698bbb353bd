// Builds the browser's part into the package: node web/build.mjs
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readLand } from "./land.mjs";
import { readLicences } from "./licences.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../src/koryu/web/static/");
const bundle = (format, entryPoints) =>
  build({ bundle: true, minify: true, target: "es2022", outdir: target, format, entryPoints });

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await writeFile(`${target}land.json`, JSON.stringify(await readLand()));
await writeFile(`${target}licences.txt`, await readLicences());
await bundle("iife", { early: here("site/early.js") });
await bundle("esm", { site: here("site/index.js"), editor: here("editor/index.js") });
await bundle(undefined, { editor: here("editor/editor.css") });

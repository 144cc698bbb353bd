// Builds the browser's part into the package: npm run build.
import { mkdir, writeFile } from "node:fs/promises";
import { readLand } from "./land.mjs";

const target = new URL("../src/koryu/web/static/", import.meta.url);

await mkdir(target, { recursive: true });
await writeFile(new URL("land.json", target), JSON.stringify(await readLand()));

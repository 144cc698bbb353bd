// The licences of what is bundled, which ask to be passed on with it.
import { readdir, readFile } from "node:fs/promises";

const here = new URL("./", import.meta.url);

/** Write out the licence of every package that the lock file has for more than development. */
export async function readLicences() {
  const { packages } = JSON.parse(await readFile(new URL("package-lock.json", here), "utf8"));
  const folders = Object.keys(packages).filter((folder) => folder && !packages[folder].dev);
  const texts = folders.map((folder) => licence(folder, packages[folder]));
  return (await Promise.all(texts)).join("\n");
}

async function licence(folder, { version, license }) {
  const path = new URL(`${folder}/`, here);
  const file = (await readdir(path)).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? await readFile(new URL(file, path), "utf8") : "";
  return `${folder.replace(/^.*node_modules\//, "")} ${version}, ${license}\n\n${text.trim()}\n`;
}

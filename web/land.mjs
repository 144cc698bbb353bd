// Natural Earth's land as rings of points, [longitude, latitude] in degrees, for the maps that the server draws.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const SCALES = { coarse: ["110m", 1], fine: ["50m", 2] }; // which file, and how many decimals are kept

/** Read the land at each scale: a list of rings, holes among them, to be filled by the even-odd rule. */
export async function readLand() {
  const scales = Object.entries(SCALES).map(async ([name, scale]) => [name, await readRings(...scale)]);
  return Object.fromEntries(await Promise.all(scales));
}

async function readRings(scale, decimals) {
  const topology = JSON.parse(await readFile(require.resolve(`world-atlas/land-${scale}.json`), "utf8"));
  const polygons = feature(topology, topology.objects.land).features.flatMap(({ geometry }) => geometry.coordinates);
  return polygons.flat().map((ring) => thinned(ring, decimals)).filter((ring) => ring.length > 3);
}

/** Round the points of a ring, and leave out what then comes twice. */
function thinned(ring, decimals) {
  const points = ring.map((point) => point.map((degrees) => Number(degrees.toFixed(decimals))));
  return points.filter(([x, y], index) => index === 0 || x !== points[index - 1][0] || y !== points[index - 1][1]);
}

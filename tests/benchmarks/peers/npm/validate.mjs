// Validate with an engine from npm: node validate.mjs ENGINE GRAPH.nt SHAPES.ttl RESULTS.csv [core]
// core: without SHACL-SPARQL
import { createReadStream, readFileSync, writeFileSync } from 'node:fs'
import { DataFactory, Parser, Store, StreamParser } from 'n3'

const SH = 'http://www.w3.org/ns/shacl#'
const INVERSE = DataFactory.namedNode(`${SH}inversePath`)
const SPARQL = DataFactory.namedNode(`${SH}sparql`)
const FIELDS = ['focus', 'path', 'value', 'component', 'shape']

const engines = {
  async 'rdf-validate-shacl' (shapes, data) {
    const { default: Validator } = await import('rdf-validate-shacl')
    const report = await new Validator(shapes).validate(data)
    return report.results.map((result) => ({
      focus: term(result.focusNode),
      path: path(result.path, report.dataset),
      value: term(result.value),
      component: result.sourceConstraintComponent.value,
      shape: result.sourceShape.value
    }))
  },
  async 'shacl-engine' (shapes, data) {
    const { Validator } = await import('shacl-engine')
    const sparql = await import('shacl-engine/sparql.js')
    const validator = new Validator(shapes, { factory: DataFactory, ...sparql })
    const report = await validator.validate({ dataset: data })
    return report.results.map((result) => ({
      focus: term(result.focusNode.term),
      path: (result.path ?? []).map(step).join('/'),
      value: term(result.value?.term),
      component: result.constraintComponent.value,
      shape: result.shape.ptr.term.value
    }))
  }
}

// Write a term as N-Triples
function term (it) {
  if (!it) return ''
  if (it.termType === 'NamedNode') return `<${it.value}>`
  if (it.termType !== 'Literal') return `_:${it.value}`
  const text = JSON.stringify(it.value)
  if (it.language) return `${text}@${it.language}`
  return it.datatype.value.endsWith('#string') ? text : `${text}^^<${it.datatype.value}>`
}

function path (node, report) {
  if (node?.termType !== 'BlankNode') return term(node)
  return [...report.match(node, INVERSE)].map((triple) => `^${term(triple.object)}`).join()
}

function step ({ start, predicates }) {
  return (start === 'object' ? '^' : '') + predicates.map(term).join('|')
}

async function read (file) {
  const store = new Store()
  const parser = new StreamParser({ format: 'N-Triples' })
  for await (const triple of createReadStream(file).pipe(parser)) store.addQuad(triple)
  return store
}

function line (cells) {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + '\n'
}

const [engine, graph, shapes, results, option] = process.argv.slice(2)
const rules = new Store(new Parser().parse(readFileSync(shapes, 'utf8')))
if (option === 'core') rules.removeQuads(rules.getQuads(null, SPARQL, null))
const found = await engines[engine](rules, await read(graph))
writeFileSync(results, line(FIELDS) + found.map((result) => line(FIELDS.map((name) => result[name]))).join(''))

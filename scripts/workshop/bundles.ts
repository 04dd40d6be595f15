// Each stage as one file that runs with nothing but Node, for a memory stick: the stage, the prelude and the
// packages that draw its terminal, bundled. The lists lie beside it, in datasets/.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The file that bundles ask for names.txt with; it has to lie beside them. */
export const downloader = join(root, 'packages/prelude/download.mjs')

/**
 * Stage n as one module.
 * @returns its text, and the licences of the packages in it, by their names
 */
export async function bundleStage(n: number): Promise<{ text: string; licences: Map<string, string> }> {
  const name = `train${n}`
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, `packages/${name}/${name}.ts`)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [listsBeside],
    banner: {
      // the prelude takes for the program whatever imports it: so this line has to say so
      js: `// ${name}.ts with all it needs: the stage imports from 'prelude', and here that is bundled with it.\n${requireInModule}`,
    },
  })
  const folders = Object.keys(metafile.inputs).flatMap(
    (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  )
  return {
    text: outputFiles[0].text,
    licences: new Map(
      [...new Set(folders)].map((folder) => [
        folder.split('node_modules/').at(-1) ?? '',
        licenceIn(join(root, folder)),
      ]),
    ),
  }
}

/** The packages for the terminal are CommonJS: they ask for Node's own modules with require(). */
const requireInModule = `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)`

/** In the repository the lists are two folders up from the prelude; here they are beside the program. */
const listsBeside: Plugin = {
  name: 'lists-beside',
  setup({ onLoad }) {
    onLoad({ filter: /prelude\/documents\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const [there, beside] = ["'../../datasets'", "'datasets'"]
      if (!text.includes(there))
        throw new Error(`${path} no longer has ${there}: say here where the lists are.`)
      return { contents: text.replace(there, beside), loader: 'ts' }
    })
  },
}

/** @throws Error when a package has no licence to pass on */
function licenceIn(folder: string): string {
  for (let at = folder; at.includes('node_modules'); at = dirname(at)) {
    const file = existsSync(at) && readdirSync(at).find((name) => /^licen[cs]e/i.test(name))
    if (file) return readFileSync(join(at, file), 'utf8').trim()
    const { license } = existsSync(join(at, 'package.json'))
      ? JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
      : {}
    if (license) return `${license} licence`
  }
  throw new Error(`${folder} has no licence that could be passed on.`)
}

import './bin/typescript.js'

await import('./bin/console.js')

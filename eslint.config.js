import { configApp } from '@adonisjs/eslint-config'

export default configApp({
  ignores: [
    'public/assets/**',
    'build/**',
    'data/**',
    'tmp/**',
    '.adonisjs/**',
    'app/duplicates/kernels/assembly/**',
  ],
})

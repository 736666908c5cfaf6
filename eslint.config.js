import { configApp } from '@adonisjs/eslint-config'

export default configApp({
  ignores: [
    'public/assets/**',
    'build/**',
    'data/**',
    '.adonisjs/**',
    'app/duplicates/kernels/assembly/**',
  ],
})

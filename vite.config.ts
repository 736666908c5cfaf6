import { defineConfig } from 'vite'
import adonisjs from '@adonisjs/vite/client'

export default defineConfig({
  plugins: [
    adonisjs({
      entryPoints: ['resources/css/app.css', 'resources/js/app.js'],
      reload: ['resources/views/**/*.edge'],
    }),
  ],
  /** Browsers of 2024 and later have nesting, layers and light-dark() themselves. */
  build: { target: 'es2023', cssTarget: ['chrome125', 'firefox128', 'safari18'] },
})

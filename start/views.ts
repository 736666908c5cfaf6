import edge from 'edge.js'
import app from '@adonisjs/core/services/app'

edge.configure({ cache: !app.inDev })

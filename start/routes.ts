import './routes/core.js'
import './routes/accounts.js'
import './routes/library/gallery.js'

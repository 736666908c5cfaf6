import '@adonisjs/core/types/http'

type ParamValue = string | number | bigint | boolean

export type ScannedRoutes = {
  ALL: {
    'home': { paramsTuple?: []; params?: {} }
    'core.appearances.store': { paramsTuple?: []; params?: {} }
    'help.index': { paramsTuple?: []; params?: {} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.setups.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.destroy': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'accounts.profile.update': { paramsTuple?: []; params?: {} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.changes.store': { paramsTuple?: []; params?: {} }
    'library.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  GET: {
    'home': { paramsTuple?: []; params?: {} }
    'help.index': { paramsTuple?: []; params?: {} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  HEAD: {
    'home': { paramsTuple?: []; params?: {} }
    'help.index': { paramsTuple?: []; params?: {} }
    'accounts.setups.create': { paramsTuple?: []; params?: {} }
    'accounts.sessions.create': { paramsTuple?: []; params?: {} }
    'accounts.profile.edit': { paramsTuple?: []; params?: {} }
    'library.assets.index': { paramsTuple?: []; params?: {} }
    'library.thumbnails.show': { paramsTuple: [ParamValue,ParamValue]; params: {'id': ParamValue,'size': ParamValue} }
    'library.originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  POST: {
    'core.appearances.store': { paramsTuple?: []; params?: {} }
    'accounts.setups.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.store': { paramsTuple?: []; params?: {} }
    'accounts.sessions.destroy': { paramsTuple?: []; params?: {} }
    'accounts.profile.update': { paramsTuple?: []; params?: {} }
    'library.changes.store': { paramsTuple?: []; params?: {} }
  }
  DELETE: {
    'library.changes.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
}
declare module '@adonisjs/core/types/http' {
  export interface RoutesList extends ScannedRoutes {}
}
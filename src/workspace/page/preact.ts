/** The one door to the view library, so that the rest of the page names it once. */

export { html } from 'htm/preact';
export type { ComponentChildren, VNode } from 'preact';
export { Component, createContext, render } from 'preact';
export {
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'preact/hooks';

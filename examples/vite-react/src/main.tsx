import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { TabulariumProvider } from 'tabularium/react';
import { App } from './App';
import { opening } from './db';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <TabulariumProvider db={opening}>
      <App />
    </TabulariumProvider>
  </StrictMode>,
);

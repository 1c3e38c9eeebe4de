import Link from 'next/link';

export default function Home() {
  return (
    <main>
      <h1>Tabularium with Next.js</h1>
      <p>
        <Link href="/test">The test page</Link>: open it in several tabs, and close the one that leads.
      </p>
    </main>
  );
}

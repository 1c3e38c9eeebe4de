package org.tabularium.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tabularium.sql.ReadScanner;

/** The scanner of every statement a tab sends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadScannerBenchmark {
    // Not final, or the compiler would know the answers.
    private String shortest = "select 1";
    private String joined = """
            select account.id, account.name, sum(entry.amount) as balance, count(*) filter (where entry.amount < 0)
            from account left join entry on entry.account_id = account.id and entry.booked_at >= $1
            where account.owner = $2 and account.name like '%savings%' -- never closed
            group by account.id, account.name having count(*) > 0
            order by balance desc, account.id limit 50 offset $3""";
    private String insert = "insert into note (number, title) values ($1, $2)";

    @Benchmark
    public boolean shortestRead() {
        return ReadScanner.isRead(shortest);
    }

    @Benchmark
    public boolean joinedRead() {
        return ReadScanner.isRead(joined);
    }

    @Benchmark
    public boolean insert() {
        return ReadScanner.isRead(insert);
    }
}

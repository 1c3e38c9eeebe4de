package org.tabularium.sim.mutant;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.tabularium.base.Prng;
import org.tabularium.sim.run.Simulation;

/** The classes of the core and the simulator once more, one source of them compiled with a bug in it. */
final class MutantClasses extends ClassLoader {
    private static final String OURS = "org.tabularium.";

    private final Map<String, byte[]> compiled = new HashMap<>();

    /** Compiles the mutant; nothing but its source is compiled, the rest is taken as it is. */
    MutantClasses(Mutant mutant) throws IOException {
        super(MutantClasses.class.getClassLoader());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        JavaFileObject source = new Source(mutant.className(), mutant.mutated());
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
            List<String> options = List.of("-nowarn", "-proc:none", "-classpath", classPath());
            boolean isDone = compiler.getTask(errors, files, null, options, null, List.of(source))
                    .call();
            if (!isDone) {
                throw new AssertionError("mutant " + mutant.name() + " does not compile:\n" + errors);
            }
        }
    }

    private static String classPath() {
        return path(Prng.class) + File.pathSeparator + path(Simulation.class);
    }

    private static String path(Class<?> type) {
        CodeSource from = type.getProtectionDomain().getCodeSource();
        return new File(URI.create(from.getLocation().toString())).getPath();
    }

    @Override
    protected Class<?> loadClass(String name, boolean isResolved) throws ClassNotFoundException {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
            return loaded;
        }
        return name.startsWith(OURS) ? define(name) : super.loadClass(name, isResolved);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.get(name);
        try (InputStream unchanged = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null && unchanged == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] all = bytes == null ? unchanged.readAllBytes() : bytes;
            return defineClass(name, all, 0, all.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("mutant:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean isForgiving) {
            return text;
        }
    }

    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mutant:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            compiled.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}

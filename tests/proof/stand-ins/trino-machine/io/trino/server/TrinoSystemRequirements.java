package io.trino.server;

final class TrinoSystemRequirements {
    private TrinoSystemRequirements() {}

    public static void verifySystemRequirements() {}
}

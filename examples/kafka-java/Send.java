// Send CloudEvents to your department's topic and print the receipt of each one.
//
//     KAFKA=broker:9092 java -cp "lib/*" Send.java DEPARTMENT EVENT.json …
//
// Needs Java 17 and kafka-clients (pom.xml fetches it). KAFKA_USER, KAFKA_PASSWORD and KAFKA_CA
// (a PEM file of authorities) are your login, where the brokers ask for one. Sending an event
// again is harmless: its receipt then says "duplicate".

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Send {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || System.getenv("KAFKA") == null) {
            ended("usage: KAFKA=broker:9092 java -cp \"lib/*\" Send.java DEPARTMENT EVENT.json …");
        }
        String department = arguments[0];
        List<String> events = new ArrayList<>();
        for (int n = 1; n < arguments.length; n++) {
            events.add(Files.readString(Path.of(arguments[n])));
        }
        TopicPartition answers = new TopicPartition("receipts." + department, 0);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            if (!consumer.listTopics().containsKey(answers.topic())) {
                ended("no topic " + answers.topic() + " for you: ask for hub department add " + department);
            }
            consumer.assign(List.of(answers));
            consumer.seekToEnd(List.of(answers));
            consumer.position(answers);  // now, before anything is sent
            Map<Long, Integer> waiting = send("ingest." + department, events);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (!waiting.isEmpty() && System.nanoTime() < until) {
                consumer.poll(Duration.ofSeconds(1)).forEach(receipt -> {
                    if (waiting.remove(offset(receipt.value())) != null) {
                        System.out.println(receipt.value());
                    }
                });
            }
            if (!waiting.isEmpty()) {
                ended(waiting.size() + " receipts did not come: is hub intake running?");
            }
        }
    }

    static void ended(String why) {
        System.err.println(why);
        System.exit(1);
    }

    /** Return, once the brokers hold all events, the offset of each one. */
    static Map<Long, Integer> send(String topic, List<String> events) throws Exception {
        Properties settings = login();
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        Map<Long, Integer> offsets = new java.util.HashMap<>();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String event : events) {
                sent.add(producer.send(new ProducerRecord<>(topic, event)));
            }
            for (int n = 0; n < sent.size(); n++) {
                offsets.put(sent.get(n).get().offset(), n);
            }
        }
        return offsets;
    }

    static KafkaConsumer<String, String> consumer() {
        Properties settings = login();
        settings.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    /** A receipt names the offset of what it answers; your JSON library reads it too. */
    static long offset(String receipt) {
        var found = java.util.regex.Pattern.compile("\"offset\":\\s*(\\d+)").matcher(receipt);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    static Properties login() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", System.getenv("KAFKA"));
        String user = System.getenv("KAFKA_USER");
        if (user != null) {
            settings.put("security.protocol", "SASL_SSL");
            settings.put("sasl.mechanism", "SCRAM-SHA-512");
            settings.put("sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                + user + "\" password=\"" + System.getenv("KAFKA_PASSWORD") + "\";");
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", System.getenv("KAFKA_CA"));
        }
        return settings;
    }
}

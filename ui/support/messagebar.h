#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace framescope::ui
{

/// Something people should know, said in the window and never in a box that stops them.
struct Message {
    enum class Kind { Info, Warning, Error };
    struct Action {
        QString text; ///< shown as it is: an & is an &
        std::function<void()> run;
        bool closes = true; ///< the message goes away once it has been chosen
    };

    Kind kind = Kind::Info;
    QString text{};    ///< shown as plain text, whatever a peer put into it
    QString details{}; ///< more lines, shown on demand; may be empty
    QString key{};     ///< a newer message with the same key takes the place of the older one; may be empty
    std::vector<Action> actions{};
    std::function<void()> closed{}; ///< a person closed it with its button or Esc, and chose no action
};

/// The stack of messages above the panes: at most three, newest below, each closed by its own button or Esc.
/// Takes no room when there is none.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    static constexpr int maxMessages = 3;

    explicit MessageBar(QWidget *parent = nullptr);

    /// The same text again is counted on its row instead of taking another; a fourth message pushes the oldest out.
    void post(const Message &message);
    /// Another text for the message with this key, which keeps its place and the focus on its buttons; false when there
    /// is none, also when a person closed it. Other details too, where it has some.
    bool reword(const QString &key, const QString &text, const QString &details = {});
    /// Takes away the message with this key, when it is there.
    void dismiss(const QString &key);
    void clear();
    int count() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Row;
    void remove(Row *row);
    void close(Row *row);

    std::vector<Row *> m_rows;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace framescope::ui
